import { newEmail, PASSWORD } from '../support/client.ts'
import { expectAccessible, expectForEverybody } from '../support/everybody.ts'
import { expect, signUp, test } from '../support/test.ts'

const PUBLIC = [
  '/',
  '/about',
  '/login',
  '/signup',
  '/logged-out',
  '/nowhere',
  '/login?error=invalid_credentials',
  '/login?error=too_many_attempts&wait=30',
]

test.use({ expected: ['404'] })

test('61, 70, 71 · every page of the account, its refusals, its dialog and its receipt: axe, 320 px, text of twice the size', async ({
  page,
  server,
}) => {
  test.setTimeout(240_000)
  for (const path of PUBLIC) {
    await page.goto(server.origin + path)
    await expectForEverybody(page, path)
  }
  await signUp(page, server.origin)
  for (const path of ['/', '/login', '/account?done=password', '/account?error=invalid_credentials', '/account']) {
    await page.goto(server.origin + path)
    await expectForEverybody(page, `${path}, logged in`)
  }
  await page.getByRole('button', { name: 'Log out everywhere' }).click()
  await expectAccessible(page, 'the dialog')
  await page.getByRole('dialog').getByRole('button', { name: 'Log out everywhere' }).click()
  await page.waitForURL('**/logged-out')
  await expectAccessible(page, 'the receipt')
})

test('the whole flow by keyboard alone: sign up, end everything, the focus always seen', async ({ page, server }) => {
  await page.goto(`${server.origin}/signup`)
  const seen = async () =>
    page.evaluate(() => {
      const element = document.activeElement!
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return element === document.body || (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2)
    })
  const tabTo = async (name: string | RegExp, role: 'button' | 'textbox' | 'link' = 'button') => {
    const target = role === 'textbox' ? page.getByLabel(name, { exact: true }) : page.getByRole(role, { name }).last()
    for (let i = 0; i < 60; i++) {
      if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return
      await page.keyboard.press('Tab')
      expect(await seen(), 'the focus is seen').toBe(true)
    }
    throw new Error(`Tab never reached ${name}`)
  }
  await tabTo('E-mail', 'textbox')
  await page.keyboard.type(newEmail())
  await tabTo('Password', 'textbox')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${server.origin}/account`)

  await tabTo(/Log out everywhere/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /Log out everywhere/ }), 'the focus comes back').toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await tabTo('Log out everywhere')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/logged-out')
})

test('72 · the theme follows the system, can be chosen, stays, and is there before anything is painted', async ({
  page,
  server,
}) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(server.origin)
  const dark = await background()
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await background()
  expect(light).not.toBe(dark)
  await page.getByLabel('Dark').check({ force: true })
  expect(await background()).toBe(dark)

  // A frame's callbacks run right before it is painted: these are the colours that were seen.
  await page.addInitScript(() => {
    const painted = new Set<string>()
    Object.assign(window, { painted })
    const look = () => {
      if (document.body) painted.add(getComputedStyle(document.body).backgroundColor)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  const painted = () => page.evaluate(() => [...(window as unknown as { painted: Set<string> }).painted])
  await page.reload({ waitUntil: 'networkidle' })
  expect(await painted(), 'dark from the first frame on, though the system is light').toEqual([dark])
  await page.goto(`${server.origin}/about`, { waitUntil: 'networkidle' })
  expect(await painted()).toEqual([dark])
  await expect(page.getByLabel('Dark')).toBeChecked()

  await page.getByLabel('System').check({ force: true })
  expect(await background(), 'as the system again').toBe(light)
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await background()).toBe(dark)
  await page.reload()
  expect(await background()).toBe(dark)
})

test('65 · reduced motion: a bar moves at most twice a second', async ({ page, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await signUp(page, server.origin)
  const changes = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0
        new MutationObserver((records) => {
          count += records.length
        }).observe(document.querySelector('[data-token]')!, {
          attributes: true,
          attributeFilter: ['style'],
          subtree: true,
        })
        setTimeout(() => resolve(count), 3_000)
      }),
  )
  expect(changes).toBeLessThanOrEqual(6)
})
