import { afterEach, expect, test } from 'vitest'
import { POST as acknowledge } from '../../app/api/auth/acknowledge/route.ts'
import { POST as logIn } from '../../app/api/auth/login/route.ts'
import { POST as logOut } from '../../app/api/auth/logout/route.ts'
import { POST as refresh } from '../../app/api/auth/refresh/route.ts'
import { POST as register } from '../../app/api/auth/register/route.ts'
import { freePort } from '../../db/testing/free-port.ts'
import { credentials, PASSWORD } from '../auth/testing.ts'
import { log } from './log.ts'
import { ORIGIN, openTestServer } from './testing.ts'

log.level = 'silent'
const { email } = credentials()

let close = async () => {}
afterEach(() => close())

/** The product's routes over a server of their own, which is all that start would put there, and one browser's cookies. */
async function open(more: Record<string, string> = {}) {
  const opened = await openTestServer(more)
  const { server } = opened
  close = opened.close

  const jar = new Map<string, string>()
  async function send(route: typeof logIn, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = { origin: ORIGIN, 'content-type': 'application/json', cookie, ...headers }
    const request = new Request(`${ORIGIN}/`, { method: 'POST', body, headers: sent })
    const response = await route(request, { params: Promise.resolve({}) })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (line.includes('Max-Age=0')) jar.delete(name!)
      else jar.set(name!, value!)
    }
    return response
  }
  const signUp = () => send(register, JSON.stringify({ email, password: PASSWORD }))
  return { jar, send, signUp, server }
}

const form = (fields: Record<string, string>): [BodyInit, Record<string, string>] => [
  new URLSearchParams(fields).toString(),
  { 'content-type': 'application/x-www-form-urlencoded' },
]

test('a refused refresh touches no cookie: it may be the loser of a race whose winner has just set them', async () => {
  const { jar, send, signUp } = await open()
  await signUp()
  const old = jar.get('__Secure-refresh')!
  for (let i = 0; i < 2; i++) expect((await send(refresh, '{}')).status).toBe(200)
  const refusals = [
    await send(refresh, '{}', { cookie: `__Secure-refresh=${old}` }),
    await send(refresh, '{}', { cookie: '__Secure-refresh=jlt_rt_made_up' }),
    await send(refresh, '{}', { cookie: '' }),
  ]
  expect(refusals.map(({ status }) => status)).toEqual([401, 401, 401])
  expect((await refusals[0]!.json()).code).toBe('refresh_reused')
  for (const { headers } of refusals) expect(headers.getSetCookie()).toEqual([])
})

test('LG-07, CS-01, CS-11: a login, a refresh and a logout from another origin are refused, and change nothing', async () => {
  const { jar, send, signUp, server } = await open()
  await signUp()
  const before = new Map(jar)
  const body = JSON.stringify({ email, password: PASSWORD })
  for (const origin of ['https://evil.example', 'null', 'http://app.example'])
    for (const route of [logIn, refresh, logOut]) {
      const response = await send(route, route === logIn ? body : '{}', { origin })
      expect([response.status, (await response.json()).code]).toEqual([403, 'cross_origin'])
      expect(response.headers.getSetCookie()).toEqual([])
    }
  const account = await server.database.store.findAccountByEmail(email)
  expect(await server.database.store.listSessions(account!.id)).toHaveLength(1)
  expect(jar).toEqual(before)
})

test('LG-09, LO-09: after a form comes a GET: 303, which does not send the password on as a 307 would', async () => {
  const { send, signUp } = await open()
  await signUp()
  const right = await send(logIn, ...form({ email, password: PASSWORD, next: '//evil.example' }))
  expect([right.status, right.headers.get('location')]).toEqual([303, `${ORIGIN}/account`])
  const wrong = await send(logIn, ...form({ email, password: 'wrong password' }))
  expect([wrong.status, wrong.headers.get('location')]).toEqual([303, `${ORIGIN}/login?error=invalid_credentials`])
  const out = await send(logOut, ...form({}))
  expect([out.status, out.headers.get('location')]).toEqual([303, `${ORIGIN}/logged-out`])
})

test('CS-06: no answer may be kept by anybody: done, refused and redirected all say no-store', async () => {
  const { send, signUp } = await open()
  const responses = [
    await signUp(),
    await signUp(),
    await send(logIn, JSON.stringify({ email, password: 'wrong password' })),
    await send(logIn, ...form({ email, password: PASSWORD })),
    await send(refresh, '{}'),
    await send(logOut, '{}'),
    await send(logOut, '{}', { origin: 'null' }),
  ]
  expect(responses.map(({ status }) => status)).toEqual([201, 409, 401, 303, 200, 200, 403])
  for (const { headers } of responses) expect(headers.get('cache-control')).toBe('no-store')
})

test('LO-01, SF-02: a logout that is not confirmed is no success: 503, this browser is out, and keeps what it can try again with', async () => {
  const { jar, send, signUp, server } = await open({ DENYLIST_URL: `redis://127.0.0.1:${await freePort()}` })
  await signUp()
  const token = jar.get('__Secure-refresh')
  for (const _try of ['the first', 'another, with the cookie that is left']) {
    const response = await send(logOut, '{}')
    expect(response.status).toBe(503)
    expect((await response.json()).receipt).toMatchObject({
      refresh: 'revoked',
      access: 'pending',
      cookiesCleared: true,
    })
    const left = [...jar.keys()].filter((name) => !/receipt|device/.test(name))
    expect(left).toEqual(['__Secure-unfinished'])
    expect(jar.get('__Secure-unfinished')).toBe(token)
  }
  expect(await server.database.store.listPendingDenials(9)).toHaveLength(1)
})

test('AU-07: a login after a reuse alarm is led to the account page, whatever its next, until the owner has said that they know', async () => {
  const { jar, send, signUp, server } = await open()
  await signUp()
  const old = jar.get('__Secure-refresh')!
  for (let i = 0; i < 2; i++) await send(refresh, '{}')
  expect((await (await send(refresh, '{}', { cookie: `__Secure-refresh=${old}` })).json()).code).toBe('refresh_reused')
  const password = PASSWORD
  const logInByForm = async () =>
    (await send(logIn, ...form({ email, password, next: '/about' }))).headers.get('location')
  expect(await logInByForm()).toBe(`${ORIGIN}/account`)
  const answer = await send(logIn, JSON.stringify({ email, password }), { cookie: '' })
  expect((await answer.json()).alarmed).toBe(true)
  expect((await send(acknowledge, '{}')).status).toBe(200)
  expect(await logInByForm()).toBe(`${ORIGIN}/about`)

  const account = await server.database.store.findAccountByEmail(email)
  const activity = await server.database.store.listActivity(account!.id, { limit: 99 })
  const kinds = activity.map(({ kind }) => kind).filter((kind) => kind.startsWith('logged_in'))
  expect(kinds, 'the second came without the cookie of a known device').toEqual([
    'logged_in',
    'logged_in_new_device',
    'logged_in',
  ])
})
