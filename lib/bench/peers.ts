import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { jwtVerify, SignJWT } from 'jose'
import { arriving, type Subject } from './measure.ts'

// biome-ignore lint/suspicious/noExplicitAny: installed on the first run, so their types are not there when ours are checked
type Loaded = any
/** From this folder's own node_modules. */
const load = (name: string): Promise<Loaded> => import(name)

const claims = { sub: crypto.randomUUID(), sid: crypto.randomUUID(), jti: crypto.randomUUID(), ver: 1, gen: 0 }
const SECRET = randomBytes(32).toString('base64url')

/** How others answer "who is asking?", each as its documentation has it. One that cannot be opened is named in `missing`. */
export async function openPeers(folder: string): Promise<{ subjects: Subject[]; missing: string[] }> {
  const subjects: Subject[] = []
  const missing: string[] = []
  for (const [name, open] of Object.entries(peers)) {
    try {
      const run = await open(folder)
      await run()
      subjects.push({ name, run })
    } catch (error) {
      missing.push(`${name} could not be measured: ${(error as Error).message.split('\n')[0]}`)
    }
  }
  return { subjects, missing }
}

/** Each opens what it needs in `folder`, and returns one check. Throws what a peer that is not there throws. */
export const peers: Record<string, (folder: string) => Promise<() => unknown>> = {
  'jose + a Map of denied ids': async () => {
    const key = await crypto.subtle.importKey('raw', Buffer.from(SECRET), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
      'verify',
    ])
    const signer = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setIssuedAt().setExpirationTime('1h')
    const token = arriving(await signer.sign(key))
    const denied = new Map<string, number>()
    return async () => {
      const { payload } = await jwtVerify(token(), key, { algorithms: ['HS256'] })
      if (denied.has(payload.jti!)) throw new Error('denied')
    }
  },
  'jsonwebtoken: verify': async () => {
    const { default: jwt } = await load('jsonwebtoken')
    const token = arriving(jwt.sign(claims, SECRET, { expiresIn: '1h' }))
    return () => jwt.verify(token(), SECRET, { algorithms: ['HS256'] })
  },
  'fast-jwt': async () => verifierOfFastJwt({}),
  'fast-jwt with its cache': async () => verifierOfFastJwt({ cache: 10_000 }),
  'jsonwebtoken + express-jwt-blacklist (memory)': async () => {
    const [{ default: jwt }, { default: blacklist }] = [await load('jsonwebtoken'), await load('express-jwt-blacklist')]
    blacklist.configure({ tokenId: 'jti' })
    const token = arriving(jwt.sign(claims, SECRET, { expiresIn: '1h' }))
    return () =>
      new Promise<void>((resolve, reject) => {
        const user = jwt.verify(token(), SECRET, { algorithms: ['HS256'] })
        blacklist.isRevoked({}, user, (error: unknown, revoked: boolean) =>
          error || revoked ? reject(error ?? new Error('revoked')) : resolve(),
        )
      })
  },
  'iron-session: unsealData': async () => {
    const { sealData, unsealData } = await load('iron-session')
    const seal = arriving(await sealData(claims, { password: SECRET, ttl: 3600 }))
    return () => unsealData(seal(), { password: SECRET, ttl: 3600 })
  },
  '@auth/core (next-auth): decode': async () => {
    const { encode, decode } = await load('@auth/core/jwt')
    const given = { secret: SECRET, salt: 'authjs.session-token' }
    const token = arriving(await encode({ ...given, token: claims, maxAge: 3600 }))
    return () => decode({ ...given, token: token() })
  },
  'better-auth: getSession (memory)': async () => {
    const { memoryAdapter } = await load('better-auth/adapters/memory')
    return sessionOfBetterAuth(memoryAdapter({ user: [], session: [], account: [], verification: [] }), false)
  },
  'better-auth: getSession (SQLite)': async (folder) => sessionOfBetterAuth(openFile(folder, 'better-auth'), false),
  'better-auth: getSession (cookie cache)': async (folder) =>
    sessionOfBetterAuth(openFile(folder, 'better-auth-cache'), true),
}

const openFile = (folder: string, name: string) => {
  const database = new Database(join(folder, `${name}.db`))
  database.pragma('journal_mode = WAL')
  return database
}

async function verifierOfFastJwt(options: object): Promise<() => unknown> {
  const { createSigner, createVerifier } = await load('fast-jwt')
  const token = arriving(createSigner({ key: SECRET, expiresIn: 3_600_000 })(claims))
  const verify = createVerifier({ key: SECRET, algorithms: ['HS256'], ...options })
  return () => verify(token())
}

async function sessionOfBetterAuth(database: unknown, cached: boolean): Promise<() => Promise<void>> {
  const { betterAuth } = await load('better-auth')
  const auth = betterAuth({
    database,
    secret: SECRET,
    baseURL: 'http://localhost:3000',
    emailAndPassword: { enabled: true },
    session: { cookieCache: { enabled: cached, maxAge: 3600 } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
  // Of a memory adapter it would say that there is nothing to migrate, and end the process.
  if (database instanceof Database) await (await auth.$context).runMigrations()
  const body = { email: `${crypto.randomUUID()}@example.org`, password: 'correct horse battery', name: 'Mina' }
  const answer: Response = await auth.api.signUpEmail({ body, asResponse: true })
  const cookie = arriving(
    answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  )
  return async () => {
    if (!(await auth.api.getSession({ headers: new Headers({ cookie: cookie() }) }))) throw new Error('no session')
  }
}
