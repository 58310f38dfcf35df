import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { join } from 'node:path'
import next from 'next'
import { createListener } from '../server/listener.ts'
import { startServer } from '../server/server.ts'
import { peers } from './peers.ts'

/**
 * The production server on a database of its own, in a process of its own. `open`: the same build and the same route, but nobody is
 * asked who they are; a peer's name: its check instead of ours. Both exist in this file only. Prints one line, its address and a
 * token, and ends with its parent.
 */
const root = join(import.meta.dirname, '../..')
const [folder, port, mode] = process.argv.slice(2) as [string, string, string]

const secret = () => randomBytes(32).toString('base64url')
const server = await startServer(root, {
  PORT: port,
  APP_ORIGIN: `http://127.0.0.1:${port}`,
  DATABASE_URL: `file:${join(folder, `http-${port}.db`)}`,
  AUTH_SECRETS: secret(),
  REFRESH_PEPPERS: secret(),
  LABS: 'off',
  // The token outlives the measurement.
  ACCESS_TTL: '900',
})
const { accessToken } = await server.auth.register({
  email: 'mina@example.org',
  password: 'correct horse battery',
  strategy: 'combined',
  device: 'Bench',
})
if (mode !== 'guarded') {
  const principal = await server.auth.authenticate(accessToken)
  const check = mode === 'open' ? () => {} : await peers[mode]!(folder)
  Object.assign(server.auth, {
    async authenticate() {
      await check()
      return principal
    },
  })
}
const app = next({ dev: false, dir: root, port: Number(port) })
await app.prepare()
createServer(createListener(server.env, app.getRequestHandler())).listen(Number(port), '127.0.0.1', () => {
  console.log(`ready ${JSON.stringify({ url: `http://127.0.0.1:${port}/api/me`, accessToken })}`)
})
process.on('disconnect', () => process.exit(0))
