import { loggedIn, newEmail, PASSWORD } from '../support/client.ts'
import { remember } from '../support/secrets.ts'
import { expect, test } from '../support/test.ts'

const NEW_PASSWORD = 'without any script at all'
remember(NEW_PASSWORD)

test.use({ javaScriptEnabled: false })

test('LO-08: sign up, log in, change the password, resume, log out here and everywhere: all of it without JavaScript', async ({
  page,
  context,
  server,
}) => {
  const email = newEmail()
  await page.goto('/signup')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await expect(page).toHaveURL(`${server.origin}/account`)
  await expect(page.getByRole('main').getByText(email)).toBeVisible()

  await page.getByLabel('Current password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByTestId('done')).toContainText('Password changed')

  await context.clearCookies({ name: '__Host-access' })
  await page.goto('/account')
  await expect(page).toHaveURL(/\/resume\?next=%2Faccount/)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page).toHaveURL(`${server.origin}/account`)

  await page.getByRole('banner').getByRole('button', { name: 'Log out' }).click()
  await expect(page).toHaveURL(`${server.origin}/logged-out`)
  await expect(page.getByTestId('receipt')).toHaveAttribute('data-access', 'denied')
  await page.goto('/account')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page, 'nothing to renew').toHaveURL(/\/login\?error=refresh_missing/)

  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('wrong password')
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByTestId('refusal')).toContainText('E-mail or password is wrong.')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD)
  await page.locator('input[value=denylist]').check()
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
  await expect(page).toHaveURL(`${server.origin}/account`)

  const other = await loggedIn(server.origin, email, 'combined', NEW_PASSWORD)
  await page.reload()
  await page
    .locator('[data-current=false]')
    .getByRole('button', { name: /Log out/ })
    .click()
  await expect(page.getByTestId('done')).toContainText('ended')
  expect((await other.get('/api/me')).status).toBe(401)

  const another = await loggedIn(server.origin, email, 'combined', NEW_PASSWORD)
  await page.reload()
  await page.getByRole('button', { name: 'Log out everywhere' }).click()
  await expect(page).toHaveURL(`${server.origin}/logged-out`)
  expect((await another.get('/api/me')).status).toBe(401)
})

test('the landing page asks the question, answers it in at most 60 words, and has a row for each answer', async ({
  page,
}) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How do you log out with a JWT?')
  const answer = await page.evaluate(() => {
    const main = document.querySelector('main')!
    const range = document.createRange()
    range.setStartAfter(main.querySelector('h1')!)
    range.setEndBefore(main.querySelector('table')!)
    return range.toString()
  })
  const words = answer.trim().split(/\s+/).length
  expect(words).toBeGreaterThan(10)
  expect(words).toBeLessThanOrEqual(60)
  expect(await page.getByRole('row').count()).toBeGreaterThanOrEqual(4)
})
