import type { Page } from '@playwright/test'
import { loggedIn } from '../support/client.ts'
import { expect, signUp, test } from '../support/test.ts'

/** Ends the only other device from the list, and returns what the dialog said would be true. */
async function endOther(page: Page): Promise<string> {
  await page
    .locator('[data-testid=session-row][data-current=false]')
    .getByRole('button', { name: /Log out/ })
    .click()
  const truth = (await page.getByRole('dialog').getByTestId('truth').textContent())!
  await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click()
  await expect(page.getByTestId('ended-row')).toHaveCount(1)
  return truth.replaceAll('\u202f', ' ')
}

test('33 · a denied device: the dialog says so, and the list says after how long its next request was refused', async ({
  page,
  server,
}) => {
  const email = await signUp(page, server.origin)
  const phone = await loggedIn(server.origin, email)
  const { id } = (await phone.get('/api/me')).body.session
  expect(await endOther(page)).toContain('Its access token is denied now')

  const row = page.locator(`[data-testid=ended-row][data-sid="${id}"]`)
  await expect(row).toContainText('denied')
  await expect(row.getByTestId('refused'), 'nothing is claimed before it has come').toHaveCount(0)
  expect((await phone.get('/api/me')).status).toBe(401)
  await expect(row.getByTestId('refused')).toContainText('Refused its next request after')
  await expect(row.getByTestId('refused').locator('[data-stamp=measured]')).toBeVisible()

  const { sessions } = await (await page.request.get(`${server.origin}/api/auth/sessions`)).json()
  const { endedAt, refusedAt } = sessions.find((session: { id: string }) => session.id === id)
  expect(Number(await row.getByTestId('refused').getAttribute('data-seconds'))).toBeCloseTo(refusedAt - endedAt, 2)
  // A second request changes nothing, and the line is there after a reload.
  await phone.get('/api/me')
  await page.reload()
  await page.getByText(/Ended recently/).click()
  await expect(row.getByTestId('refused')).toHaveAttribute('data-seconds', (refusedAt - endedAt).toFixed(3))
})

test('33 · a device that is not denied: the dialog says for how long a copy could work, and its renewal is refused', async ({
  page,
  quick,
}) => {
  const email = await signUp(page, quick.origin)
  const phone = await loggedIn(quick.origin, email, 'rotation')
  const { accessExpiresAt } = (await phone.get('/api/me')).body.session
  const before = Date.now() / 1000
  const truth = await endOther(page)
  const said = Number(/could still work for up to (\d+) s/.exec(truth)?.[1])
  expect(said).toBeGreaterThanOrEqual(accessExpiresAt - Date.now() / 1000 - 1)
  expect(said).toBeLessThanOrEqual(accessExpiresAt - before + 1)

  expect((await phone.get('/api/me')).status, 'the copy works').toBe(200)
  expect((await phone.post('/api/auth/refresh')).status).toBe(401)
  const refused = page.getByTestId('refused')
  await expect(refused).toContainText('Refused its renewal after')
  await expect(refused.locator('[data-stamp=measured]')).toBeVisible()
})

test('33 · of several devices the dialog gives the longest life that is left, and says which are denied now', async ({
  page,
  quick,
}) => {
  const email = await signUp(page, quick.origin)
  await loggedIn(quick.origin, email)
  await loggedIn(quick.origin, email, 'rotation')
  const longest = await loggedIn(quick.origin, email, 'client-side')
  const { accessExpiresAt } = (await longest.get('/api/me')).body.session
  const before = Date.now() / 1000
  await page.getByRole('button', { name: 'Log out 3 other devices' }).click()
  const truth = page.getByRole('dialog').getByTestId('truth')
  await expect(truth.first()).toContainText('1 of the access tokens is denied now')
  const read = async () => Number(/for up to (\d+)\u202fs/.exec((await truth.last().textContent())!)?.[1])
  const said = await read()
  expect(said).toBeGreaterThanOrEqual(accessExpiresAt - Date.now() / 1000 - 1)
  expect(said).toBeLessThanOrEqual(accessExpiresAt - before + 1)
  await expect(truth.last().locator('[data-stamp=calculated]')).toBeVisible()
  await expect.poll(read, 'the seconds run').toBeLessThan(said)
})

test('an instance that has not seen it claims nothing', async ({ page, server }) => {
  const twin = await server.twin()
  const email = await signUp(page, server.origin)
  const phone = await loggedIn(server.origin, email)
  await endOther(page)
  expect((await phone.copy(twin.origin).get('/api/me')).status).toBe(401)
  await page.reload()
  await expect(page.getByTestId('ended-row')).toHaveCount(1)
  await expect(page.getByTestId('refused')).toHaveCount(0)
  await twin.stop()
})
