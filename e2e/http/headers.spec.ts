import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { operations } from '../../lib/http/contract.ts'
import type { Operation } from '../../lib/http/operation.ts'
import { settingsFor } from '../../lib/lab/run/presets.ts'
import { Client, newEmail, PASSWORD } from '../support/client.ts'
import { ask, faultsOf, type Heard, nonceOf } from '../support/headers.ts'
import { LabClient } from '../support/lab.ts'
import { saved } from '../support/lab-scenes.ts'
import { remember, rememberCookies } from '../support/secrets.ts'
import { startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

const pages = readdirSync(join(import.meta.dirname, '../../app'), { recursive: true })
  .map(String)
  .filter((path) => /(^|\/)page\.tsx$/.test(path))
  .map((path) => `/${path.replace(/\/?page\.tsx$/, '')}`)
const addresses = Object.entries<Operation>(operations)

/** How a router asks for a page, and how it does before anybody pressed a link. */
const RSC = { rsc: '1' }
const PREFETCH = { ...RSC, 'next-router-prefetch': '1' }

/** Everything that is heard is judged at once, and counted by its status and kind. */
class Tour {
  readonly faults: string[] = []
  readonly seen = new Set<string>()
  readonly nonces: string[] = []
  asked = 0
  readonly at: string
  readonly appOrigin: string

  constructor(at: string, appOrigin = at) {
    this.at = at
    this.appOrigin = appOrigin
  }

  async ask(path: string, method = 'GET', headers: Record<string, string> = {}, body?: string): Promise<Heard> {
    const heard = await ask(this.at + path, method, headers, body)
    this.asked++
    rememberCookies(heard.headers['set-cookie'] ?? [])
    this.seen.add(`${heard.status} ${heard.headers['content-type']?.split(';')[0] ?? ''}`.trim()).add(method)
    const nonce = nonceOf(heard)
    if (nonce) this.nonces.push(nonce)
    const what = `${method} ${path} ${heard.status} ${JSON.stringify(headers).slice(0, 80)}`
    this.faults.push(...faultsOf(path, heard, this.appOrigin.startsWith('https:')).map((fault) => `${what}: ${fault}`))
    return heard
  }

  /** Next.js leads a router to the address that a cache could tell from others. */
  async askRouter(path: string, headers: Record<string, string>): Promise<void> {
    const { headers: answered } = await this.ask(path, 'GET', headers)
    if (answered.location?.includes('_rsc')) await this.ask(answered.location, 'GET', headers)
  }

  /** A new account, logged in. */
  async visitor(): Promise<Client & { email: string }> {
    const client = new Client(this.at)
    const email = newEmail()
    remember(PASSWORD)
    const { status } = await client.post(
      '/api/auth/register',
      { email, password: PASSWORD },
      { origin: this.appOrigin },
    )
    expect(status).toBe(201)
    return Object.assign(client, { email })
  }
}

const cookiesOf = (cookies: Iterable<readonly [string, string]>) => ({
  cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
})

/** What is sent where `{}` would be refused. */
const bodyFor = (id: string, email: string): object =>
  ({
    register: { email: newEmail(), password: PASSWORD },
    login: { email, password: PASSWORD },
    reauthenticate: { password: PASSWORD },
    password: { currentPassword: PASSWORD, newPassword: `${PASSWORD} again` },
    labStart: { settings: settingsFor('denylist', 'test') },
  })[id] ?? {}

async function everyPage(tour: Tour, result: string): Promise<void> {
  const inside = await tour.visitor()
  const ended = inside.copy()
  await inside.post('/api/auth/login', { email: inside.email, password: PASSWORD }, { origin: tour.appOrigin })
  const paths = pages.flatMap((path) =>
    path.includes('[')
      ? [path.replace('[id]', result).replace('[...path]', 'lib/auth/refresh.ts'), path.replace(/\[.*\]/, 'nobody')]
      : [path],
  )
  for (const path of [...paths, '/nothing', '/icon.svg', '/_next/image', '/_next/nothing']) {
    for (const headers of [{}, cookiesOf(inside.cookies)]) {
      await tour.ask(path, 'GET', headers)
      await tour.ask(path, 'HEAD', headers)
      await tour.askRouter(path, { ...headers, ...RSC })
    }
    await tour.askRouter(path, { ...cookiesOf(inside.cookies), ...PREFETCH })
    await tour.ask(path, 'GET', { ...cookiesOf(ended.cookies), 'if-none-match': '*' })
  }
}

async function everyOperation(tour: Tour, lab: { run: string; result: string; cookies: string }): Promise<void> {
  const json = { 'content-type': 'application/json', origin: tour.appOrigin }
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: tour.appOrigin }
  const reader = await tour.visitor()
  for (const [id, operation] of addresses) {
    const { method, auth } = operation
    const known = operation.path.replace('{id}', id === 'labResult' ? lab.result : lab.run)
    const unknown = operation.path.replace('{id}', 'nobody')
    const person = method === 'GET' ? reader : await tour.visitor()
    const credentials = auth === 'lab' ? { cookie: lab.cookies } : cookiesOf(person.cookies)
    for (const method of ['HEAD', 'OPTIONS']) await tour.ask(unknown, method)
    if (method === 'GET') {
      for (const path of [known, unknown])
        for (const headers of [{}, credentials]) await tour.ask(path, method, headers)
      continue
    }
    const body = bodyFor(id, person.email)
    const sent = (text: string) => (method === 'POST' ? text : undefined)
    await tour.ask(unknown, method, { ...json, ...credentials, origin: 'https://evil.example' }, sent('{}'))
    for (const headers of [json, { ...json, ...credentials }]) await tour.ask(unknown, method, headers, sent('['))
    await tour.ask(known, method, { ...json, ...credentials }, sent(JSON.stringify(body)))
    if (!operation.form) continue
    const fields = new URLSearchParams(body as Record<string, string>).toString()
    const again = cookiesOf((await tour.visitor()).cookies)
    for (const headers of [form, { ...form, ...again }]) await tour.ask(known, method, headers, fields)
  }
}

/** Refused by the listener, led away by it, and the files of the build. */
async function everythingElse(tour: Tour): Promise<void> {
  await tour.ask('/', 'TRACE')
  await tour.ask('/%')
  await tour.ask('/login', 'POST')
  await tour.ask('/api/me', 'PATCH')
  await tour.ask('/account', 'POST', { 'content-type': 'multipart/form-data; boundary=x' }, '--x')
  await tour.ask('/', 'GET', { 'sec-fetch-mode': 'navigate', host: '127.0.0.1' })
  await tour.ask('/_next/static/nothing.js')
  const { text } = await tour.ask('/')
  const files = [...new Set(text.match(/\/_next\/static\/[^"\\]+/g))]
  expect(files.length).toBeGreaterThan(5)
  for (const file of files) {
    const { headers } = await tour.ask(file)
    const again = await tour.ask(file, 'GET', { 'if-none-match': headers.etag ?? '' })
    expect(again.status, file).toBe(304)
    await tour.ask(file, 'GET', { range: 'bytes=0-9' })
  }
}

test('CS-06, CS-07, CS-08, CS-09, CS-12, NX-05, NX-17: an outside scanner misses no header on any answer, finds nothing personal that a cache may keep, and no nonce twice', async ({
  server,
}) => {
  test.setTimeout(120_000)
  const labs = new LabClient(server.origin)
  const { run, result } = await saved(labs)
  const cookies = labs.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const twin = await server.twin({ APP_ORIGIN: 'https://app.example', LABS: 'on' })
  try {
    const plain = new Tour(server.origin)
    const secure = new Tour(twin.origin, 'https://app.example')
    await Promise.all([plain, secure].map((tour) => everyPage(tour, result)))
    for (const tour of [plain, secure]) {
      await everyOperation(tour, { run: run.id, result, cookies })
      await everythingElse(tour)
      expect(tour.faults).toEqual([])
      expect(tour.nonces.length, 'every page has one').toBeGreaterThan(pages.length)
      expect(new Set(tour.nonces).size, 'and none has it twice').toBe(tour.nonces.length)
      for (const kind of [
        '200 text/html',
        '404 text/html',
        '304',
        '303',
        '200 application/json',
        ...[400, 401, 403, 404, 405].map((status) => `${status} application/problem+json`),
        '501',
        'HEAD',
        'OPTIONS',
      ])
        expect([...tour.seen], kind).toContain(kind)
    }
    expect([...plain.seen]).toContain('200 text/x-component')
    expect([...plain.seen], 'to localhost').toContain('307')
    console.log(`${plain.asked + secure.asked} answers: ${[...plain.seen].sort().join(', ')}`)
  } finally {
    await twin.stop()
  }
})

test('CS-06, CS-09: an answer 500 is protected like any other, as a page and as a problem', async () => {
  const server = await startServer()
  try {
    const database = new Database(server.env.DATABASE_URL!.slice('file:'.length))
    database.exec('DROP TABLE lab_results')
    database.close()
    const tour = new Tour(server.origin)
    await tour.ask('/results/x')
    await tour.ask('/results/x', 'HEAD')
    await tour.ask('/results/x', 'GET', { rsc: '1' })
    await tour.ask('/api/lab/results/x')
    expect(tour.faults).toEqual([])
    expect([...tour.seen]).toEqual(expect.arrayContaining(['500 text/html', '500 application/problem+json']))
  } finally {
    await server.stop()
  }
})

test('CS-08: a nonce that a client brings is not the nonce of the page', async ({ server }) => {
  const policy = "script-src 'nonce-abcdefgh'"
  for (const name of ['content-security-policy', 'content-security-policy-report-only', 'x-nonce'])
    for (const path of ['/', '/login', '/nothing'])
      expect((await ask(server.origin + path, 'GET', { [name]: policy })).text, `${name} ${path}`).not.toContain(
        'abcdefgh',
      )
})
