import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { linger } from './linger.ts'

let http: Server
afterEach(() => http.close())

/** A server that answers without reading, and a client that asks it to close and does not listen yet. */
async function open(bytes: number) {
  http = createServer((_request, response) => response.writeHead(405).end('refused'))
  http.on('connection', linger)
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const socket = connect({ port: (http.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true })
  socket.pause().on('error', () => {})
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${bytes}\r\n\r\n`)
  const closed = once(socket, 'close')
  const [connection] = (await once(http, 'connection')) as [Socket]
  return { socket, connection, closed }
}

test('BI-01: an answer that comes before the body was read arrives, also where the connection is closed after it', async () => {
  const bytes = 4_000_000
  const { socket, closed } = await open(bytes)
  for (let sent = 0; sent < bytes; sent += 400_000) {
    socket.write(Buffer.alloc(400_000))
    await wait(5)
  }
  const parts: Buffer[] = []
  socket.on('data', (part) => parts.push(part)).resume()
  socket.end()
  await closed
  expect(Buffer.concat(parts).toString()).toMatch(/^HTTP\/1\.1 405 [\s\S]*refused/)
})

test('a client that asked for the end and never closes is closed on', async () => {
  const { socket, connection } = await open(10)
  expect(connection.destroyed).toBe(false)
  let ended = 0
  socket.on('end', () => ended++).resume()
  await once(connection, 'close')
  expect(ended, 'it was told the end, and not cut').toBe(1)
  socket.destroy()
})
