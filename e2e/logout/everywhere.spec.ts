import { loggedIn, PASSWORD, registered } from '../support/client.ts'
import { remember } from '../support/secrets.ts'
import { expect, test } from '../support/test.ts'

const NEW_PASSWORD = 'staple battery horse correct'
remember(NEW_PASSWORD)

for (const strategy of ['denylist', 'combined']) {
  test(`31 · RV-06: logout everywhere, ${strategy}: tokens that the denylist has never seen are refused on their next request`, async ({
    server,
  }) => {
    const { client: here, email } = await registered(server.origin)
    const others = await Promise.all([1, 2, 3].map(() => loggedIn(server.origin, email, strategy)))
    const { status, body: receipt } = await here.post('/api/auth/logout-everywhere')
    expect(status).toBe(200)
    expect(receipt.ended).toHaveLength(4)
    expect(receipt).toMatchObject({ access: 'denied', stolenTokenWorksUntil: null })
    for (const other of others) expect((await other.get('/api/me')).status).toBe(401)
  })
}

test('logout everywhere, rotation: no refresh, and the access token lives to its exp at most', async ({ quick }) => {
  const { client: here, email } = await registered(quick.origin)
  const other = await loggedIn(quick.origin, email, 'rotation')
  const { body: receipt } = await here.post('/api/auth/logout-everywhere')
  expect((await other.get('/api/me')).status).toBe(200)
  expect((await other.post('/api/auth/refresh')).body.code).toBe('session_revoked')
  await new Promise((resolve) => setTimeout(resolve, receipt.stolenTokenWorksUntil * 1000 - Date.now()))
  expect((await other.get('/api/me')).status).toBe(401)
})

test('logout everywhere, client-side: the receipt says that copies live, and means it', async ({ server }) => {
  const { email } = await registered(server.origin)
  const [here, other] = [
    await loggedIn(server.origin, email, 'client-side'),
    await loggedIn(server.origin, email, 'client-side'),
  ]
  const { body: receipt } = await here.post('/api/auth/logout-everywhere')
  expect(receipt.access).toBe('lives')
  expect(receipt.stolenTokenWorksUntil).toBeGreaterThan(Date.now() / 1000)
  expect((await other.get('/api/me')).status).toBe(200)
})

test('RV-07: a login in the same second after a logout everywhere works', async ({ server }) => {
  const { client, email } = await registered(server.origin)
  await client.post('/api/auth/logout-everywhere')
  const again = await loggedIn(server.origin, email)
  expect((await again.get('/api/me')).status).toBe(200)
  expect((await again.post('/api/auth/refresh')).status).toBe(200)
})

test('30 · logging out the others leaves this one in', async ({ server }) => {
  const { client: here, email } = await registered(server.origin)
  const other = await loggedIn(server.origin, email)
  const { body: receipt } = await here.post('/api/auth/logout-others')
  expect(receipt.ended).toHaveLength(1)
  expect((await other.get('/api/me')).status).toBe(401)
  expect((await here.get('/api/me')).status).toBe(200)
  expect((await here.post('/api/auth/refresh')).status).toBe(200)
})

test('29 · RV-16, RV-17: ending one session ends that one; nobody can end a session of somebody else', async ({
  server,
}) => {
  const { client: here, email } = await registered(server.origin)
  const [one, two] = [await loggedIn(server.origin, email), await loggedIn(server.origin, email)]
  const { body: me } = await one.get('/api/me')
  const { client: stranger } = await registered(server.origin)
  expect((await stranger.delete(`/api/auth/sessions/${me.session.id}`)).body.code).toBe('session_not_found')
  expect((await one.get('/api/me')).status).toBe(200)

  expect((await here.delete(`/api/auth/sessions/${me.session.id}`)).body.ended).toHaveLength(1)
  expect((await one.get('/api/me')).status).toBe(401)
  expect((await two.get('/api/me')).status).toBe(200)
})

test('35 · RV-08: a password change ends every other session, and this browser goes on under a new session', async ({
  server,
}) => {
  const { client: here, email } = await registered(server.origin)
  const others = await Promise.all(
    ['denylist', 'combined', 'combined'].map((one) => loggedIn(server.origin, email, one)),
  )
  const before = here.copy()
  const { body: old } = await here.get('/api/me')

  const changed = await here.post('/api/auth/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD })
  expect(changed.status).toBe(200)
  expect(changed.body.receipt.ended).toHaveLength(4)
  for (const other of [...others, before]) expect((await other.get('/api/me')).status).toBe(401)
  expect((await before.post('/api/auth/refresh')).body.code).toBe('session_revoked')
  const { status, body: now } = await here.get('/api/me')
  expect(status).toBe(200)
  expect(now.session.id).not.toBe(old.session.id)
  await expect(loggedIn(server.origin, email)).rejects.toThrow('invalid_credentials')
  await loggedIn(server.origin, email, 'combined', NEW_PASSWORD)
})

test('RV-08: a wrong current password changes nothing', async ({ server }) => {
  const { client, email } = await registered(server.origin)
  const other = await loggedIn(server.origin, email)
  const refused = await client.post('/api/auth/password', { currentPassword: NEW_PASSWORD, newPassword: NEW_PASSWORD })
  expect(refused.body.code).toBe('invalid_credentials')
  expect((await other.get('/api/me')).status).toBe(200)
  expect((await client.get('/api/me')).status).toBe(200)
})

test('RV-19: a living token of an ended session can read and cannot write', async ({ server }) => {
  const { email } = await registered(server.origin)
  const owner = await loggedIn(server.origin, email, 'client-side')
  const thief = owner.copy()
  await owner.post('/api/auth/logout')
  expect((await thief.get('/api/me')).status).toBe(200)
  for (const path of ['logout-others', 'logout-everywhere']) {
    expect((await thief.post(`/api/auth/${path}`)).body.code).toBe('session_revoked')
  }
  const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }
  expect((await thief.post('/api/auth/password', change)).body.code).toBe('session_revoked')
})
