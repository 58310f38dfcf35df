import { actionForm } from '../support/action-form.ts'
import { type Client, loggedIn, registered } from '../support/client.ts'
import { expect, test } from '../support/test.ts'

test('NX-03, CS-01, CS-03, RV-09: the server action asks for itself who is there and where the request comes from', async ({
  server,
}) => {
  const { client: owner, email } = await registered(server.origin)
  const other = await loggedIn(server.origin, email)
  const { body } = await other.get('/api/me')
  const fields = await actionForm(owner, body.session.id)
  expect(
    [...fields.keys()].some((name) => name.startsWith('$ACTION')),
    'the page has the form',
  ).toBe(true)
  const send = (cookie: string, headers: Record<string, string>) =>
    fetch(`${server.origin}/account`, {
      method: 'POST',
      body: fields,
      redirect: 'manual',
      headers: { cookie, ...headers },
    })
  const cookieOf = (client: Client) => `__Host-access=${client.accessToken}`
  const revoked = await loggedIn(server.origin, email)
  const stale = revoked.copy()
  await revoked.post('/api/auth/logout')

  const attempts: [string, string, Record<string, string>][] = [
    ['no Origin', cookieOf(owner), {}],
    ['a foreign Origin', cookieOf(owner), { origin: 'https://evil.example' }],
    ['a forged host', cookieOf(owner), { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }],
    ['another scheme', cookieOf(owner), { origin: server.origin.replace('http:', 'https:') }],
    ['same-site', cookieOf(owner), { origin: server.origin, 'sec-fetch-site': 'same-site' }],
    ['no cookie', '', { origin: server.origin }],
    ['a revoked token', cookieOf(stale), { origin: server.origin }],
    ['garbage', '__Host-access=x.y.z', { origin: server.origin }],
  ]
  for (const [what, cookie, headers] of attempts) {
    const { status } = await send(cookie, headers)
    expect(status, what).not.toBe(200)
    expect((await other.get('/api/me')).status, `${what}: the session still lives`).toBe(200)
  }
  const done = await send(cookieOf(owner), { origin: server.origin })
  expect(done.status).toBe(303)
  expect((await other.get('/api/me')).status, 'the control').toBe(401)
})
