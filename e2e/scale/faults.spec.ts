import { spawnSync } from 'node:child_process'
import { get } from 'node:http'
import { connect } from 'node:net'
import { fill, NO_MOUNTS, openFailingDisk, openSmallDisk } from '../../db/testing/disk.ts'
import { type Answer, Client, loggedIn, PASSWORD, registered } from '../support/client.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

const databaseOn = ({ folder }: { folder: string }) => ({ DATABASE_URL: `file:${folder}/app.db` })

test('SF-09, BI-09: a full disk: login and refresh are 503 and touch no cookie, checks go on, a logout claims nothing; with room again the same tokens renew and log out, without a restart', async () => {
  const disk = openSmallDisk('8m')
  if (!disk) return test.info().skip(true, NO_MOUNTS)
  try {
    const server = await startServer(databaseOn(disk))
    const people = await threeSessions(server)
    const makeRoom = fill(disk)
    await untilRefused(people)
    await expectNothingMoves(people)
    expectTold(server, 'SQLITE_FULL')

    makeRoom()
    await expectNothingLost(people)
    expect(await server.stop()).toBeLessThan(5)
  } finally {
    disk.remove()
  }
})

test('SF-09, BI-09: a disk that becomes read-only under a running server: the same, and the next start on a sound disk finds everything; on a read-only one it says so and ends', async () => {
  const disk = openFailingDisk()
  if (!disk) return test.info().skip(true, NO_MOUNTS)
  try {
    const first = await startServer(databaseOn(disk))
    const people = await threeSessions(first)
    disk.fail()
    await untilRefused(people)
    await expectNothingMoves(people)
    expectTold(first, 'SQLITE_(READONLY|IOERR_WRITE)')
    expect(await first.stop(), 'it ends all the same').toBeLessThan(5)

    disk.remount('rw')
    const second = await startServer(first.env)
    await expectNothingLost(people)
    await second.stop()

    disk.remount('ro')
    const message = await startServer(first.env).then(
      () => 'It started',
      (error: Error) => error.message,
    )
    const [, ...lines] = message.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ event: 'start_failed', code: 'SQLITE_CANTOPEN', msg: 'unable to open database file' }),
    ])
  } finally {
    disk.remove()
  }
})

/** What a server may open, and connections that want more. */
const OPEN_FILES = 200
const WANTED = 250

test('BI-09: more connections than file descriptors: new ones are closed, open ones are answered, pages that nobody has visited too, nothing revoked is let in, and it goes on by itself', async () => {
  if (spawnSync('prlimit', ['--version']).status !== 0) return test.info().skip(true, 'there is no prlimit here')
  const server = await startServer({}, { openFiles: OPEN_FILES })
  const { origin } = server
  const people = await threeSessions(server)
  const { staying, ended } = people
  let closed = 0
  const sockets = Array.from({ length: WANTED }, () =>
    connect(Number(server.env.PORT), 'localhost')
      .on('error', () => {})
      .on('close', () => closed++),
  )
  await expect.poll(() => closed).toBeGreaterThanOrEqual(WANTED - OPEN_FILES)
  await expect(statusOfNewConnection(origin)).rejects.toThrow(/hang up|ECONNRESET/)
  // Over the connections that the client has kept.
  expect((await staying.get('/api/me')).status).toBe(200)
  expect((await ended.copy().get('/api/me')).status).toBe(401)
  expect((await login(people)).status).toBe(200)
  for (const path of UNSEEN) expect((await staying.get(path)).status, path).toBe(200)

  for (const socket of sockets) socket.destroy()
  await expect.poll(() => statusOfNewConnection(origin).catch(() => 0)).toBe(200)
  for (const path of UNSEEN) expect((await staying.get(path)).status, path).toBe(200)
  await expectNothingLost(people)
  expectClean(server)
  expect(await server.stop()).toBeLessThan(5)
})

const UNSEEN = ['/', '/login', '/account', '/learn/denylist', '/openapi.json']

type People = Awaited<ReturnType<typeof threeSessions>>

/** One account: a session that stays, one that will log out, and what a thief has of one that has. */
async function threeSessions({ origin }: RunningServer) {
  const { client: staying, email } = await registered(origin)
  const leaving = await loggedIn(origin, email)
  const ended = await loggedIn(origin, email)
  const copy = ended.copy()
  expect((await ended.post('/api/auth/logout')).status).toBe(200)
  const { id } = (await leaving.get('/api/me')).body.session
  return { email, staying, leaving, leavingId: id as string, thief: leaving.copy(), ended: copy }
}

const login = ({ staying, email }: People) =>
  new Client(staying.origin).post('/api/auth/login', { email, password: PASSWORD, strategy: 'combined' })

/** What the write-ahead log has room for already is still written. */
const untilRefused = (people: People) => expect.poll(async () => (await login(people)).status).toBe(503)

async function expectNothingMoves(people: People): Promise<void> {
  const { staying, leaving, leavingId, thief, ended } = people
  expectUnavailable(await login(people))
  for (let i = 0; i < 2; i++) expectUnavailable(await staying.post('/api/auth/refresh'))
  expect((await staying.get('/api/me')).status, 'a check is no write').toBe(200)
  expect((await ended.copy().get('/api/me')).status).toBe(401)

  const answer = await leaving.post('/api/auth/logout')
  expectUnavailable(answer, { setsCookies: true })
  expect(answer.body.receipt).toMatchObject({ refresh: 'pending', access: 'pending', pending: [leavingId] })
  expect((await thief.copy().get('/api/me')).status, 'as the receipt said').toBe(200)
}

/** The tokens are those from before, and each of them does what it was refused. */
async function expectNothingLost(people: People): Promise<void> {
  const { staying, leaving, thief, ended } = people
  const { status, body } = await staying.post('/api/auth/refresh')
  expect([status, body.session.generation], 'the token was not consumed').toEqual([200, 1])
  expect((await staying.get('/api/me')).status).toBe(200)
  const answer = await leaving.post('/api/auth/logout')
  expect([answer.status, answer.body.refresh, answer.body.access]).toEqual([200, 'revoked', 'denied'])
  for (const one of [thief, ended]) {
    expect((await one.copy().get('/api/me')).status).toBe(401)
    expect((await one.copy().post('/api/auth/refresh')).status).toBe(401)
  }
  expect((await login(people)).status).toBe(200)
}

function expectUnavailable({ status, headers, body, text }: Answer, { setsCookies = false } = {}): void {
  expect([status, body.code]).toEqual([503, 'store_unavailable'])
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(headers.get('retry-after')).toBe('2')
  expect(headers.getSetCookie().length > 0).toBe(setsCookies)
  expect(text).not.toMatch(INSIDE)
  expect(text).not.toMatch(/sqlite|disk/i)
}

/** Of stacks, paths and queries. */
const INSIDE = /^\s+at |node_modules|\/tmp|\.db\b|\b(insert|select|update) /im

/** The operator is told why; nobody is told more. */
function expectTold(server: RunningServer, code: string): void {
  expectClean(server)
  expect(server.output()).toMatch(new RegExp(`"event":"store\\.withSession".*"code":"${code}"`))
}

/** From the greeting on JSON lines alone, and none of an error that nobody expected. */
function expectClean(server: RunningServer): void {
  const [, printed = ''] = server.output().split(`Logged out? is at ${server.origin}\n`)
  const lines = printed.split('\n').filter((line) => line !== '')
  expect(lines.map((line) => JSON.parse(line).event)).not.toContain('unexpected')
  expect(lines.length, 'refusals are logged').toBeGreaterThan(0)
  expect(printed).not.toMatch(INSIDE)
}

const statusOfNewConnection = (origin: string) =>
  new Promise<number>((resolve, reject) => {
    get(`${origin}/healthz`, { agent: false }, (answer) => resolve(answer.resume().statusCode!)).on('error', reject)
  })
