import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const sources = listSources()

/** Where a file may import from, besides its own folder. Packages are judged separately. */
const floors: [string, RegExp, RegExp][] = [
  ['lib/auth', /^lib\/auth\//, /^lib\/auth\//],
  ['lib/http', /^lib\/http\//, /^lib\/(http|auth)\//],
  ['db', /^db\//, /^(db\/|lib\/(auth|lab|server)\/ports\.ts$)/],
  ['lib/lab', /^lib\/lab\//, /^lib\/(lab|http|auth)\//],
  ['lib/server', /^lib\/server\//, /^(lib\/(server|lab|http|auth)\/|db\/open\.ts$)/],
  ['lib/client', /^lib\/client\//, /^lib\/(client|lab\/run|http|auth)\//],
  ['app', /^app\//, /^(app\/|lib\/(server|client|lab|http)\/|lib\/auth\/index\.ts$|lib\/bench\/results\.json$)/],
  ['proxy.ts', /^proxy\.ts$/, /^lib\/(server|http)\/|^lib\/auth\/index\.ts$/],
]

test.each(floors)('imports of %s only go down', (_name, folder, allowed) => {
  const own = sources.filter(({ path }) => folder.test(path))
  expect(own.length).toBeGreaterThan(0)
  const wrong = own.flatMap(({ path, imports }) =>
    imports.filter((to) => /^(app|lib|db)\/|^proxy\.ts$/.test(to) && !allowed.test(to)).map((to) => `${path} → ${to}`),
  )
  expect(wrong).toEqual([])
})

test('the engine imports only jose and node:crypto', () => {
  const engine = sources.filter(({ path }) => path.startsWith('lib/auth/') && !path.endsWith('example.ts'))
  const packages = new Set(engine.flatMap(({ imports }) => imports.filter((to) => !to.startsWith('lib/auth/'))))
  expect([...packages].sort()).toEqual(['jose', 'node:crypto'])
})

test('the engine reads no environment, no clock and no global state', () => {
  const found = sources
    .filter(({ path }) => path.startsWith('lib/auth/') && !path.endsWith('example.ts'))
    .filter(({ text }) => /process\.|Date\.now|new Date\(\)|globalThis|console\./.test(text))
  expect(found.map(({ path }) => path)).toEqual([])
})

/** The verifier; what shows a token in the lab; a password's salt and what tests share. */
const DECODERS = [
  ...['lib/auth/access-token.ts', 'lib/client/lab/inspect.ts', 'lib/lab/play.ts'],
  ...['lib/auth/example.ts', 'lib/auth/testing.ts'],
]

test('TK-15: no product code decodes a token instead of verifying it: what the inspector and the lab show decides nothing', () => {
  const decoders = /decodeJwt|decodeProtectedHeader|UnsecuredJWT|split\('\.'\)/
  const found = sources.filter(({ path, text }) => !path.startsWith('lib/bench/') && decoders.test(text))
  expect(found.map(({ path }) => path).sort()).toEqual(DECODERS.sort())
})

test('RT-01: no secret is made by Math.random', () => {
  const found = sources.filter(({ path, text }) => !path.startsWith('lib/bench/') && /Math\.random/.test(text))
  expect(found.map(({ path }) => path).sort(), 'pauses between two tries').toEqual([
    'db/denylist/redis-client.ts',
    'db/postgres/decide.ts',
  ])
})

test('RV-10, NX-09: no cache of Next.js is used, and none of its own is told to keep a personal page', async () => {
  const cached = sources.filter(({ text }) => /['"]use cache|unstable_cache|force-cache|prefetch=\{true\}/.test(text))
  expect(cached.map(({ path }) => path)).toEqual([])
  const { default: config } = await import('../next.config.js')
  for (const name of ['staleTimes', 'useCache', 'dynamicIO', 'cacheLife'])
    expect(config.experimental, name).not.toHaveProperty(name)
  expect(config).not.toHaveProperty('cacheComponents')
})

test('NX-13: the image optimizer, rewrites and foreign origins of server actions are not configured', async () => {
  const { default: config } = await import('../next.config.js')
  for (const name of ['images', 'rewrites', 'redirects', 'allowedDevOrigins'])
    expect(config, name).not.toHaveProperty(name)
  expect(config.experimental, 'allowedOrigins').not.toHaveProperty('serverActions')
  const images = sources.filter(({ imports }) => imports.some((from) => from === 'next/image'))
  expect(images.map(({ path }) => path)).toEqual([])
})

test('every file of the engine is under 200 lines', () => {
  const long = sources.filter(({ path, text }) => path.startsWith('lib/auth/') && text.split('\n').length > 200)
  expect(long.map(({ path }) => path)).toEqual([])
})

test('only lib/server reads the environment', () => {
  const readers = sources.filter(({ path, text }) => !path.startsWith('lib/server/') && /process\.env/.test(text))
  expect(readers.map(({ path }) => path)).toEqual([])
})

test('from outside, the engine has one door', () => {
  const around = sources
    .filter(({ path }) => /^(lib\/(http|server|client|lab)|app)\//.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter((to) => /^lib\/auth\/(?!index\.ts)/.test(to)).map((to) => `${path} → ${to}`),
    )
  expect(around).toEqual([])
})

test('NX-11: a browser never loads the engine: client code imports its types only', () => {
  const clients = sources.filter(({ path, text }) => path.startsWith('lib/client/') || /^'use client'/.test(text))
  const values = clients.flatMap(({ path, text }) =>
    [...text.matchAll(/^import (?!type )(.*?) from '(.*?)'/gms)]
      .filter(
        ([, names, from]) =>
          /(auth\/index|schemas|contract|openapi|body|cookies)\.ts$/.test(from!) &&
          !/^\{( type \w+,?)+ \}$/.test(names!),
      )
      .map(([, , from]) => `${path} → ${from}`),
  )
  expect(values).toEqual([])
})

test('RT-13: `auth.refresh` is called by the refresh route alone: nothing else rotates', () => {
  const callers = sources.filter(({ path, text }) => path.startsWith('app/') && /\bauth\.refresh\(/.test(text))
  expect(callers.map(({ path }) => path)).toEqual(['app/api/auth/refresh/route.ts'])
})

function listSources() {
  const under = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, String(path)))
  const files = ['app', 'lib', 'db']
    .flatMap(under)
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules'))
    .concat('proxy.ts')
  return files
    .filter((path) => !/\.test\.tsx?$|^db\/(contract|testing)\/|^lib\/prove\//.test(path))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      const imports = [...text.matchAll(/(?:from|import\()\s*'([^']+)'|^import '([^']+)'/gm)].map((match) =>
        resolve(path, match[1] ?? match[2]!),
      )
      return { path, text, imports }
    })
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('@/')) return specifier.slice(2)
  return specifier.startsWith('.') ? relative(root, join(root, dirname(from), specifier)) : specifier
}
