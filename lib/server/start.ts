import { createServer } from 'node:http'
import { join } from 'node:path'
import next from 'next'
import { buildIfStale } from './build.ts'
import { connectionLimit } from './descriptors.ts'
import { EnvError } from './env.ts'
import { startJobs } from './jobs.ts'
import { linger } from './linger.ts'
import { createListener } from './listener.ts'
import { errorName, log } from './log.ts'
import { startServer } from './server.ts'
import { loadVariables } from './variables.ts'

const root = join(import.meta.dirname, '../..')
/** Seconds after which connections that are still busy are cut. */
const GRACE = 4

async function start(dev: boolean): Promise<void> {
  Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' })
  // Before anything is connected: a report looks up the names of its peers.
  const connections = connectionLimit()
  const server = await startServer(root, loadVariables(root))
  await buildIfStale(root, { pages: !dev })
  const { env } = server
  const app = next({ dev, dir: root, port: env.port })
  await app.prepare()
  const http = createServer(createListener(env, app.getRequestHandler(), { dev }))
  http.maxConnections = connections
  http.on('connection', linger)
  // Next.js would keep a connection that asks for another protocol, unanswered, for as long as the client likes. Its own listener
  // comes after this one, and would log a path that it cannot read.
  if (!dev)
    http.on('upgrade', (request, socket) => {
      request.url = '/'
      socket.destroy()
    })
  await new Promise<void>((resolve, reject) =>
    http.once('error', reject).listen({ port: env.port, host: env.listenAddress }, resolve),
  )
  const stopJobs = startJobs(server)
  console.log(`Logged out? is at ${env.appOrigin}`)

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    stopJobs()
    server.hub.close()
    await server.lab?.close()
    const left = server.remote?.close()
    const closed = new Promise((resolve) => http.close(resolve))
    // A stream that has said goodbye leaves its connection open for the next request.
    const idle = setInterval(() => http.closeIdleConnections(), 50)
    setTimeout(() => http.closeAllConnections(), GRACE * 1000).unref()
    await closed
    clearInterval(idle)
    await app.close()
    await left
    await server.audit.flush({ all: true })
    await server.database.close()
    process.exit(0)
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)
}

start(process.argv.includes('--dev')).catch((error: unknown) => {
  if (error instanceof EnvError) console.error(error.message)
  else if ((error as { code?: string }).code === 'EADDRINUSE')
    console.error(`Port ${process.env.PORT ?? 3000} is in use. Choose another: PORT=3001 npm start`)
  else log.fatal({ event: 'start_failed', ...errorName(error) }, String((error as Error).message))
  process.exit(1)
})
