import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server on this machine that counts who connects, for addresses that nobody may follow. */
export async function openListener() {
  let connections = 0
  const server = createServer((_request, response) => response.end('{"keys":[]}'))
  server.on('connection', () => connections++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    connections: () => connections,
    /** The control: it does hear. Adds one connection. */
    async tryIt(): Promise<void> {
      const [response] = await once(get(origin, { agent: false }), 'response')
      response.resume()
      await once(response, 'end')
    },
    close: () => void server.close(),
  }
}
