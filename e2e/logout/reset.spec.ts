import { Client, form, loggedIn, newEmail, PASSWORD, registered } from '../support/client.ts'
import { expectForEverybody } from '../support/everybody.ts'
import { operate, resetCode } from '../support/operator.ts'
import { expect, logIn, test } from '../support/test.ts'

const NEXT = 'another horse battery staple'

test('RV-08: a forgotten password, set anew with the operator’s code: every device is logged out, and the new password logs in', async ({
  page,
  server,
}) => {
  const { client, email } = await registered(server.origin)
  const elsewhere = await loggedIn(server.origin, email)
  const code = await resetCode(server.env, email)

  await page.goto('/login')
  await page.getByRole('link', { name: 'set a new one' }).click()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('One-time code').fill('0000-0000')
  await page.getByLabel('New password', { exact: true }).fill('password1')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('refusal')).toContainText('among the most used')
  await page.getByLabel('New password', { exact: true }).fill(NEXT)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('refusal')).toContainText('code')
  await expect(page.getByTestId('refusal')).toBeFocused()
  await expect(page.getByLabel('E-mail'), 'what was typed stays').toHaveValue(email)
  await page.getByLabel('One-time code').fill(code.toUpperCase())
  await page.getByRole('button', { name: 'Set the new password' }).click()
  await page.waitForURL('**/login?done=reset')
  await expect(page.getByRole('status')).toContainText('Log in with the new password.')
  for (const one of [client, elsewhere]) {
    expect((await one.copy().get('/api/me')).status).toBe(401)
    expect((await one.copy().post('/api/auth/refresh')).body.code).toBe('session_revoked')
  }
  expect((await new Client(server.origin).post('/api/auth/login', { email, password: PASSWORD })).status).toBe(401)
  await logIn(page, server.origin, email, 'combined', NEXT)
  await expect(page.getByText('Password replaced with a one-time code')).toBeVisible()
})
test.use({ expected: ['status of 400', 'status of 401'] })

test('the page for a new password is for everybody, with and without a refusal', async ({ page }) => {
  for (const path of ['/reset', '/reset?error=reset_refused', '/reset?error=too_many_attempts&wait=60']) {
    await page.goto(path)
    await expectForEverybody(page, path)
  }
})

test('RV-08: without JavaScript the form is answered 303; the code works once and stands in no address', async ({
  server,
}) => {
  const { client, email } = await registered(server.origin)
  const code = await resetCode(server.env, email)
  const send = (fields: Record<string, string>) =>
    new Client(server.origin).post('/api/auth/reset', new URLSearchParams(fields).toString(), form)
  const wrong = await send({ email, code: 'wrong', newPassword: NEXT })
  expect([wrong.status, wrong.headers.get('location')]).toEqual([303, `${server.origin}/reset?error=reset_refused`])
  const right = await send({ email, code, newPassword: NEXT })
  expect([right.status, right.headers.get('location')]).toEqual([303, `${server.origin}/login?done=reset`])
  expect(right.headers.getSetCookie(), 'nobody is logged in by it').toEqual([])
  expect((await client.get('/api/me')).status).toBe(401)
  const again = await send({ email, code, newPassword: `${NEXT} again` })
  expect(again.headers.get('location')).toBe(`${server.origin}/reset?error=reset_refused`)
})

test('LG-12: an address without an account, a wrong code and an account without one get the same answer', async ({
  server,
}) => {
  const { email } = await registered(server.origin)
  const asked = await registered(server.origin)
  await resetCode(server.env, asked.email)
  const answers = []
  for (const who of [email, asked.email, newEmail()]) {
    const client = new Client(server.origin)
    const { status, text, headers } = await client.post('/api/auth/reset', { email: who, code: 'x', newPassword: NEXT })
    answers.push([status, text, headers.getSetCookie(), headers.get('www-authenticate')])
  }
  expect(answers[0]![0]).toBe(401)
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
})

test('codes are limited before anything is hashed, and failed logins leave the owner their tries', async ({
  server,
}) => {
  const limited = await server.twin({ LOGIN_LIMIT_ACCOUNT: '3/600' })
  const here = { origin: server.origin }
  try {
    const { email } = await registered(server.origin)
    const send = (path: string, body: object) => new Client(limited.origin).post(path, body, here)
    for (let i = 0; i < 4; i++) await send('/api/auth/login', { email, password: 'wrong' })
    expect((await send('/api/auth/login', { email, password: 'wrong' })).status).toBe(429)
    const guess = { email, code: 'x', newPassword: NEXT }
    const answers = await Promise.all(Array.from({ length: 12 }, () => send('/api/auth/reset', guess)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(3)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(9)
  } finally {
    await limited.stop()
  }
})

test('a code for nobody is refused with a sentence, and another site cannot use one', async ({ server }) => {
  const nobody = await operate(server.env, 'account:reset', 'nobody@example.org')
  expect([nobody.code, nobody.output]).toEqual([1, ''])
  expect(nobody.errors).toContain('There is no account with the e-mail nobody@example.org')
  const { email } = await registered(server.origin)
  const code = await resetCode(server.env, email)
  const body = { email, code, newPassword: NEXT }
  const foreign = await new Client(server.origin).post('/api/auth/reset', body, { origin: 'https://evil.example' })
  expect(foreign.body.code).toBe('cross_origin')
  expect((await new Client(server.origin).post('/api/auth/reset', body)).status).toBe(200)
})
