import Database from 'better-sqlite3'
import { loggedIn, PASSWORD, registered } from '../support/client.ts'
import { startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

test('LO-01, SF-04: a database that cannot be written: 503, no cookie lost, nothing consumed; a logout says what is not ended and can be tried again', async () => {
  const server = await startServer()
  const { client, email } = await registered(server.origin)
  const other = await loggedIn(server.origin, email)
  const thief = other.copy()
  // Another process holds the write lock for longer than the server waits.
  const blocker = new Database(server.env.DATABASE_URL!.slice('file:'.length))
  blocker.exec('BEGIN IMMEDIATE')
  try {
    const refused = await client.post('/api/auth/refresh')
    expect([refused.status, refused.body.code]).toEqual([503, 'store_unavailable'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.headers.getSetCookie(), 'cookies are kept').toEqual([])
    const login = await client.copy().post('/api/auth/login', { email, password: PASSWORD })
    expect(login.status).toBe(503)
    expect((await client.get('/api/me')).status, 'a check reads').toBe(200)

    const logout = await other.post('/api/auth/logout')
    expect(logout.status).toBe(503)
    expect(logout.body.receipt).toMatchObject({ access: 'pending', refresh: 'pending', cookiesCleared: true })
    expect(logout.body.receipt.stolenTokenWorksUntil).toBeGreaterThan(Date.now() / 1000)
    expect(
      [...other.cookies.keys()].filter((name) => /access|refresh|holder/.test(name)),
      'this browser is out',
    ).toEqual([])
    expect(other.cookies.has('__Secure-unfinished')).toBe(true)
    expect((await thief.get('/api/me')).status, 'as the receipt says').toBe(200)
  } finally {
    blocker.exec('ROLLBACK')
    blocker.close()
  }
  expect((await client.post('/api/auth/refresh')).body.session.generation, 'the token was not consumed').toBe(1)
  // Logging in again does not forget what is still to be ended.
  await other.post('/api/auth/login', { email, password: PASSWORD })
  expect(other.cookies.has('__Secure-unfinished')).toBe(true)
  const again = await other.post('/api/auth/logout')
  expect([again.status, again.body.ended.length]).toEqual([200, 2])
  expect(other.cookies.has('__Secure-unfinished')).toBe(false)
  expect((await thief.get('/api/me')).status).toBe(401)
  expect((await thief.post('/api/auth/refresh')).body.code).toBe('session_revoked')
  await server.stop()
})
