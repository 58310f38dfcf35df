import { expectForEverybody } from '../support/everybody.ts'
import { LabClient } from '../support/lab.ts'
import { saved } from '../support/lab-scenes.ts'
import { test as base, expect } from '../support/lab-test.ts'
import { overflow, smallTargets } from '../support/layout.ts'
import { signUp } from '../support/test.ts'

const ACCOUNT = ['/about', '/login', '/signup', '/logged-out']
const LABS = [
  '/learn',
  '/learn/forget',
  '/learn/denylist',
  '/learn/rotate',
  '/learn/everywhere',
  '/learn/theft',
  '/lab',
  '/compare',
  '/inspect',
  '/check',
  '/source',
  '/source/lib/auth/refresh.ts',
]

const test = base.extend<{ result: string }>({
  /** The address of a saved run. */
  result: async ({ labServer }, use) => {
    await use(`/results/${(await saved(new LabClient(labServer.origin))).result}`)
  },
})

test('61, 70, 71, 76 · every page: axe finds nothing in either theme, nothing scrolls sideways at 320 px or with text of twice the size, no word is cut, every target is at least 24 px, and no page complains or asks anybody else', async ({
  page,
  labServer,
  result,
}) => {
  test.setTimeout(240_000)
  const check = async (path: string) => {
    await page.goto(labServer.origin + path)
    await expectForEverybody(page, path)
  }
  for (const path of ['/', ...LABS, result, ...ACCOUNT]) await check(path)
  await signUp(page, labServer.origin)
  await check('/account')
})

for (const chapter of ['rotate', 'everywhere'])
  test(`70 · a run of ${chapter}, while it is live and when it is done, stays within 320 px`, async ({
    page,
    labServer,
  }) => {
    await page.setViewportSize({ width: 320, height: 700 })
    const within = async (what: string) => {
      expect(await overflow(page), what).toBeLessThanOrEqual(0)
      expect(await smallTargets(page), what).toEqual([])
    }
    await page.goto(`${labServer.origin}/learn/${chapter}?preset=test`)
    await page.getByTestId('skip-guess').click()
    await expect(page.getByTestId('lab')).toHaveAttribute('data-run-state', 'live')
    await within('live')
    await page
      .getByTestId(chapter === 'rotate' ? 'log-out' : 'log-out-everywhere')
      .filter({ visible: true })
      .click()
    await expect(page.getByTestId('lab')).toHaveAttribute('data-run-state', 'settled', { timeout: 20_000 })
    await within('done')
    await page.getByTestId('view-as-table').click()
    await within('as a table')
  })

test.describe('not found', () => {
  test.use({ expected: ['status of 404'] })
  test('72 · a page that was not found keeps the theme that was chosen, and the control of it', async ({
    page,
    labServer,
  }) => {
    await page.goto(labServer.origin)
    await page.locator('[data-theme-choice=dark]').click()
    for (const path of ['/results/nobody-has-this', '/source/nowhere', '/nothing']) {
      await page.goto(labServer.origin + path)
      await expect(page.locator('html'), path).toHaveAttribute('data-theme', 'dark')
      await expect(page.locator('[data-theme-choice=dark] input'), path).toBeChecked()
      await expect(page.locator('[data-theme-choice=dark]'), path).toBeVisible()
    }
  })
})

test.describe('by touch', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })

  test('71 · what a page is for is at least 44 px by 44 px under a finger', async ({ page, labServer, result }) => {
    test.setTimeout(120_000)
    const primary = '.button-primary, .button, form [type=submit], [data-testid=log-out]'
    const check = async (path: string) => {
      await page.goto(labServer.origin + path)
      expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true)
      expect(await smallTargets(page, 44, primary), path).toEqual([])
    }
    for (const path of ['/', ...LABS, result, ...ACCOUNT]) await check(path)
    await signUp(page, labServer.origin)
    await check('/account')
    await page.goto(`${labServer.origin}/learn/denylist?preset=test`)
    await page.getByTestId('skip-guess').tap()
    await page.getByTestId('log-out').filter({ visible: true }).tap()
    await expect(page.getByTestId('lab')).toHaveAttribute('data-run-state', 'settled', { timeout: 20_000 })
    expect(await smallTargets(page, 44, primary), 'a run that is done').toEqual([])
  })
})
