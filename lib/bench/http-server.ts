import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { join } from 'node:path'
import next from 'next'
import { createListener } from '../server/listener.ts'
import { startServer } from '../server/server.ts'

/**
 * The production server on a database of its own, in a process of its own. `open`: the same build and the same route, but nobody is
 * asked who they are; it exists in this file only. Prints one line, its address and a token, and ends with its parent.
 */
const root = join(import.meta.dirname, '../..')
const [folder, port, mode] = process.argv.slice(2) as [string, string, 'guarded' | 'open']

const secret = () => randomBytes(32).toString('base64url')
const server = await startServer(root, {
  PORT: port,
  APP_ORIGIN: `http://127.0.0.1:${port}`,
  DATABASE_URL: `file:${join(folder, `http-${mode}.db`)}`,
  AUTH_SECRETS: secret(),
  REFRESH_PEPPERS: secret(),
  LABS: 'off',
})
const { accessToken } = await server.auth.register({
  email: 'mina@example.org',
  password: 'correct horse battery',
  strategy: 'combined',
  device: 'Bench',
})
if (mode === 'open') {
  const principal = await server.auth.authenticate(accessToken)
  Object.assign(server.auth, { authenticate: async () => principal })
}
const app = next({ dev: false, dir: root, port: Number(port) })
await app.prepare()
createServer(createListener(server.env, app.getRequestHandler())).listen(Number(port), '127.0.0.1', () => {
  console.log(`ready ${JSON.stringify({ url: `http://127.0.0.1:${port}/api/me`, accessToken })}`)
})
process.on('disconnect', () => process.exit(0))
