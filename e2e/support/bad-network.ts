import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface BadNetwork {
  readonly port: number
  /** What each event stream asked to begin after: Last-Event-ID, or the address; null: neither. */
  readonly asked: (number | null)[]
  /** Resets every event stream that is open, and each new one until `mend`. Everything else goes through. */
  cut(): void
  mend(): void
  /** Open streams say nothing more, and nobody is told. New ones are as good as ever. */
  stall(): void
  close(): Promise<void>
}

interface Pair {
  client: Socket
  upstream: Socket
}

/** Between a browser and its server, where a bad network would be. */
export async function startBadNetwork(target: number): Promise<BadNetwork> {
  const all = new Set<Pair>()
  const streams = new Set<Pair>()
  const asked: (number | null)[] = []
  let isCut = false

  const server = createServer((client) => {
    const upstream = connect(target, 'localhost')
    const pair = { client, upstream }
    all.add(pair)
    const over = () => {
      all.delete(pair)
      streams.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.on('error', over).on('close', over)
    client.on('data', (chunk) => {
      const request = /^GET \/api\/lab\/runs\/[^ ]+\/events(?:\?after=(\d+))? [\s\S]*$/m.exec(chunk.toString('latin1'))
      if (request) {
        const id = /^last-event-id: (\d+)/im.exec(request[0])?.[1] ?? request[1]
        asked.push(id === undefined ? null : Number(id))
        streams.add(pair)
        if (isCut) return over()
      } else streams.delete(pair)
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => client.write(chunk))
  }).listen(0)
  await once(server, 'listening')

  return {
    port: (server.address() as { port: number }).port,
    asked,
    cut() {
      isCut = true
      for (const { client } of streams) client.resetAndDestroy()
    },
    mend() {
      isCut = false
    },
    stall() {
      for (const { upstream } of streams) upstream.pause()
    },
    async close() {
      for (const { client, upstream } of all) {
        client.destroy()
        upstream.destroy()
      }
      server.close()
      await once(server, 'close')
    },
  }
}
