import { violations } from '../support/axe.ts'
import { form, loggedIn, PASSWORD, registered } from '../support/client.ts'
import type { RunningServer } from '../support/server.ts'
import { expect, logIn, signUp, test } from '../support/test.ts'

/** A copy of a rotated refresh token is presented after the leeway of 1 s: the login ends, and the alarm rings. */
async function stolenFrom({ origin }: RunningServer): Promise<string> {
  const { client, email } = await registered(origin)
  const thief = client.copy()
  await client.post('/api/auth/refresh')
  await client.get('/api/me')
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect((await thief.post('/api/auth/refresh')).body.code).toBe('refresh_reused')
  return email
}

// A tab that stands open when its session ends asks once more.
test.use({ expected: ['/api/events', '/api/me', '/api/auth/acknowledge'] })

test('AU-07: the next login after a reuse alarm is led to what happened and what to do, until its owner says that they know', async ({
  page,
  quick,
}) => {
  const email = await stolenFrom(quick)
  await page.goto(`${quick.origin}/login?next=/about`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
  await expect(page).toHaveURL(`${quick.origin}/account`)
  const alarm = page.getByTestId('alarm')
  await expect(alarm).toContainText('used a refresh token of this login twice on An unknown client')
  await expect(alarm.getByRole('link', { name: 'Change your password' })).toHaveAttribute('href', '#password')
  await expect(alarm.getByRole('button', { name: 'Log out everywhere' })).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    // Colours pass from one theme to the other.
    await expect.poll(() => violations(page), colorScheme).toEqual([])
  }
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)

  await page.reload()
  await expect(alarm, 'a look at it is no answer').toBeVisible()
  await alarm.getByRole('button', { name: 'I know, hide this' }).click()
  await expect(page.getByTestId('done')).toContainText('Noted.')
  await expect(alarm).toHaveCount(0)
  await expect(page.getByTestId('activity').locator('[data-kind=refresh_reused]')).toBeVisible()
  const again = await loggedIn(quick.origin, email)
  expect(
    (await again.get('/api/auth/activity')).body.activity.some(
      ({ kind }: { kind: string }) => kind === 'alarm_acknowledged',
    ),
  ).toBe(true)
})

test('AU-07: without JavaScript the form of a login is led there, too', async ({ quick }) => {
  const email = await stolenFrom(quick)
  const { client } = await registered(quick.origin)
  const sent = (who: string) => new URLSearchParams({ email: who, password: PASSWORD, next: '/about' }).toString()
  const { headers } = await client.post('/api/auth/login', sent(email), form)
  expect(headers.get('location')).toBe(`${quick.origin}/account`)
  const other = await registered(quick.origin)
  const calm = await client.post('/api/auth/login', sent(other.email), form)
  expect(calm.headers.get('location')).toBe(`${quick.origin}/about`)
})

test('a login from a browser that the account does not know stands in the activity as a new device, one that it knows does not', async ({
  page,
  server,
}) => {
  const email = await signUp(page, server.origin)
  await loggedIn(server.origin, email)
  const fresh = page.getByTestId('activity').locator('[data-kind=logged_in_new_device]')
  await expect(fresh).toHaveCount(1)
  await expect(fresh).toContainText('New device')
  await expect(fresh).toContainText('Not you? Log it out and change your password.')
  await page.getByRole('banner').getByRole('button', { name: 'Log out' }).click()
  await page.waitForURL('**/logged-out')
  await logIn(page, server.origin, email)
  await expect(page.getByTestId('activity').locator('[data-kind=logged_in]')).toHaveCount(1)
  await expect(fresh).toHaveCount(1)
})
