import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { POST as refresh } from '@/app/api/auth/refresh/route.ts'
import { POST as register } from '@/app/api/auth/register/route.ts'
import { GET as me } from '@/app/api/me/route.ts'
import { freePort } from '../../../db/testing/free-port.ts'
import { createListener } from '../../server/listener.ts'
import { startServer } from '../../server/server.ts'

const routes: Record<string, typeof refresh> = {
  'POST /api/auth/register': register,
  'POST /api/auth/refresh': refresh,
  'GET /api/me': me,
}

const newSecret = () => randomBytes(32).toString('base64url')

export type Product = Awaited<ReturnType<typeof serveProduct>>

/**
 * The product's own routes on its own stores, over HTTP, in this process: the test's clock is theirs too. Only Next.js is missing,
 * which leads a request to its route. `isLost`: asked after a request has been answered; true, and nobody hears the answer.
 */
export async function serveProduct({ leeway, isLost }: { leeway: number; isLost: () => boolean }) {
  const folder = mkdtempSync(join(tmpdir(), 'logged-out-prove-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  // One of each process; this process has one after another.
  Reflect.deleteProperty(globalThis, Symbol.for('logged-out.server'))
  const { env, database } = await startServer(join(import.meta.dirname, '../../..'), {
    PORT: String(port),
    APP_ORIGIN: origin,
    DATABASE_URL: `file:${join(folder, 'app.db')}`,
    AUTH_SECRETS: newSecret(),
    REFRESH_PEPPERS: newSecret(),
    ROTATION_LEEWAY: String(leeway),
    LABS: 'off',
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray())
    const answer = await routes[`${request.method} ${request.url}`]!(
      new Request(origin + request.url, {
        method: request.method!,
        headers: request.headers as Record<string, string>,
        ...(body.length > 0 && { body }),
      }),
      { params: Promise.resolve({}) },
    )
    if (isLost()) {
      request.socket.destroy()
      return
    }
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? '',
      'set-cookie': answer.headers.getSetCookie(),
    })
    response.end(Buffer.from(await answer.arrayBuffer()))
  }

  const http = createServer(createListener(env, (request, response) => void serve(request, response)))
  await once(http.listen(port, '127.0.0.1'), 'listening')
  return {
    origin,
    lifetime: env.lifetimes.access,
    findSession: (id: string) => database.store.findSession(id),
    async stop() {
      http.closeAllConnections()
      await new Promise((done) => http.close(done))
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
