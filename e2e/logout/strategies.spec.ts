import { claimsOf } from '../../lib/auth/testing.ts'
import { type Client, loggedIn, registered } from '../support/client.ts'
import { expect, test } from '../support/test.ts'

const seconds = () => Date.now() / 1000
const until = (time: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, time * 1000 - Date.now())))
const expiry = (client: Client) => claimsOf(client.accessToken).exp as number

test('CK-08: client-side: a copy made before the logout works until it expires, and the receipt says until when', async ({
  quick,
}) => {
  const { email } = await registered(quick.origin)
  const owner = await loggedIn(quick.origin, email, 'client-side')
  const thief = owner.copy()
  const exp = expiry(owner)

  const { status, body: receipt } = await owner.post('/api/auth/logout')
  expect(status).toBe(200)
  expect(receipt).toMatchObject({ access: 'lives', refresh: 'none', stolenTokenWorksUntil: exp, pending: [] })
  expect(owner.cookies.has('__Host-access')).toBe(false)
  expect((await thief.get('/api/me')).status, 'right after the logout').toBe(200)
  await until(exp - 0.5)
  expect((await thief.get('/api/me')).status, 'half a second before exp').toBe(200)
  await until(exp)
  expect((await thief.get('/api/me')).status, 'at exp').toBe(401)
})

for (const strategy of ['denylist', 'combined']) {
  test(`RV-09: ${strategy}: a copy made before the logout is refused on the very next request`, async ({ server }) => {
    const { email } = await registered(server.origin)
    const owner = await loggedIn(server.origin, email, strategy)
    const thief = owner.copy()
    expect((await thief.get('/api/me')).status).toBe(200)

    const { body: receipt } = await owner.post('/api/auth/logout')
    expect(receipt).toMatchObject({ access: 'denied', stolenTokenWorksUntil: null, pending: [] })
    expect((await thief.get('/api/me')).status).toBe(401)
    expect((await thief.get('/api/auth/sessions')).status).toBe(401)
    expect((await thief.get('/api/events')).status).toBe(401)
    expect((await thief.get('/account')).headers.get('location')).toContain('/resume')
    expect((await thief.post('/api/auth/refresh')).body.code).toBe(
      strategy === 'combined' ? 'session_revoked' : 'refresh_missing',
    )
  })
}

test('rotation: after the logout no copy can be renewed, and the access token works until exp at most', async ({
  quick,
}) => {
  const { email } = await registered(quick.origin)
  const owner = await loggedIn(quick.origin, email, 'rotation')
  const thief = owner.copy()
  const exp = expiry(owner)

  const { body: receipt } = await owner.post('/api/auth/logout')
  expect(receipt).toMatchObject({ access: 'lives', refresh: 'revoked', stolenTokenWorksUntil: exp })
  expect((await thief.post('/api/auth/refresh')).body.code).toBe('session_revoked')
  expect((await thief.get('/api/me')).status).toBe(200)
  await until(exp)
  expect((await thief.get('/api/me')).status).toBe(401)
  expect(seconds() - exp, 'measured at exp, not long after').toBeLessThan(1)
})

test('RV-02: logging out denies the session: a token that another tab has just renewed dies too', async ({
  server,
}) => {
  const { client: owner } = await registered(server.origin)
  const otherTab = owner.copy()
  expect((await otherTab.post('/api/auth/refresh')).status).toBe(200)
  expect(otherTab.accessToken).not.toBe(owner.accessToken)
  await owner.post('/api/auth/logout')
  expect((await otherTab.get('/api/me')).status).toBe(401)
})

for (const [what, access] of [
  ['an expired', 'expired'],
  ['a missing', null],
  ['a garbage', 'not.a.token'],
] as const) {
  test(`RV-03: logging out with ${what} access token ends the session that the refresh token names`, async ({
    quick,
  }) => {
    const { client: owner } = await registered(quick.origin)
    const thief = owner.copy()
    if (access === 'expired') await until(expiry(owner))
    else if (access === null) owner.cookies.delete('__Host-access')
    else owner.cookies.set('__Host-access', access)

    const { status, body: receipt } = await owner.post('/api/auth/logout')
    expect(status).toBe(200)
    expect(receipt).toMatchObject({ refresh: 'revoked', pending: [] })
    expect(receipt.ended).toHaveLength(1)
    expect((await thief.post('/api/auth/refresh')).body.code).toBe('session_revoked')
    expect((await thief.get('/api/me')).status).toBe(401)
  })
}

test('RV-15: logging out twice, or with nothing, is harmless and claims nothing', async ({ server }) => {
  const { client } = await registered(server.origin)
  const again = client.copy()
  expect((await client.post('/api/auth/logout')).body.ended).toHaveLength(1)
  expect((await again.post('/api/auth/logout')).status).toBe(200)
  expect((await client.post('/api/auth/logout')).body).toMatchObject({ ended: [], stolenTokenWorksUntil: null })
})

test('TK-16: every cause of a refused access token has the same answer', async ({ quick }) => {
  const { client: denied } = await registered(quick.origin)
  const { client: expired } = await registered(quick.origin)
  const copies = [denied.copy(), expired.copy(), expired.copy(), expired.copy()]
  copies[2]!.cookies.set('__Host-access', `${expired.accessToken.slice(0, -2)}xx`)
  copies[3]!.cookies.clear()
  await denied.post('/api/auth/logout')
  await until(expiry(expired))
  const answers = await Promise.all(copies.map((copy) => copy.get('/api/me')))
  const seen = answers.map(({ status, text, headers }) => [status, text, headers.get('www-authenticate')].join('|'))
  expect(new Set(seen).size).toBe(1)
  expect(seen[0]).toContain('Bearer error="invalid_token"')
})
