import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Between a client and a server; `loseAnswerTo` lets a request through that holds this text, and cuts when its answer comes. */
export async function openLossyProxy(target: number) {
  const sockets = new Set<Socket>()
  let armed: string | null = null
  let lost = 0
  const proxy = createServer((client) => {
    const server = connect(target, '127.0.0.1')
    let losing = false
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          client.destroy()
          server.destroy()
        })
    }
    client.on('data', (chunk) => {
      if (armed !== null && chunk.includes(armed)) {
        losing = true
        armed = null
      }
      server.write(chunk)
    })
    server.on('data', (chunk) => {
      if (!losing) return client.write(chunk)
      lost++
      return client.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    port: (proxy.address() as AddressInfo).port,
    loseAnswerTo: (text: string) => {
      armed = text
    },
    lost: () => lost,
    async close() {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
