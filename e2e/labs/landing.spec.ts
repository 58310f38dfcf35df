import type { Page } from '@playwright/test'
import { FULL } from '../support/full.ts'
import { expect, test } from '../support/lab-test.ts'

const rows = (page: Page) => page.getByTestId('race-row')

/** Presses Run, with the lives of the suite unless told, and waits until every thief has given up. */
async function runRace(page: Page, origin: string, preset: string, timeout: number) {
  await page.goto(`${origin}/?preset=${preset}`)
  await page.getByTestId('run-race').click()
  await expect(page.getByTestId('race')).toHaveAttribute('data-run-state', 'settled', { timeout })
  return Promise.all(
    ['client-side', 'denylist', 'rotation'].map(async (strategy) => {
      const row = page.locator(`[data-testid=race-row][data-strategy=${strategy}]`)
      const [min, max] = await Promise.all(
        ['min', 'max'].map(async (end) => Number(await row.getAttribute(`data-exposure-${end}-ms`))),
      )
      return { strategy, min: min!, max: max! }
    }),
  )
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('1 · the landing page asks, answers in at most 60 words, and has three rows with recorded numbers, dated, at a commit', async ({
    page,
    labServer,
  }) => {
    await page.goto(labServer.origin)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('How do you log out with a JWT?')
    const answer = (await page.getByRole('main').locator('h1 + p').textContent())!
    expect(answer.trim().split(/\s+/).length).toBeLessThanOrEqual(60)
    await expect(page.getByTestId('answer')).toHaveCount(3)
    for (const row of await page.getByTestId('answer').all()) {
      await expect(row).toContainText(/\d\s?s/)
      await expect(row.locator('[data-stamp=measured]')).toBeVisible()
    }
    await expect(page.locator('[data-recorded] time')).toBeVisible()
    expect(await page.locator('[data-recorded]').getAttribute('data-recorded')).toMatch(/^[0-9a-f]{7,}$/)
    await expect(page.getByText('Enable JavaScript to run it yourself')).toBeVisible()
    await expect(page.getByTestId('run-race')).toBeHidden()
  })
})

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
])
  test(`2, 3 · question, answer, rows and Run are in the first viewport at ${viewport.width} px, and nothing moves or is sent before Run`, async ({
    page,
    labServer,
  }) => {
    const methods = new Set<string>()
    page.on('request', (request) => methods.add(request.method()))
    await page.setViewportSize(viewport)
    await page.goto(labServer.origin)
    const parts = [
      page.getByRole('heading', { level: 1 }),
      page.locator('h1 + p'),
      ...(await page.getByTestId('answer').all()),
      page.getByTestId('run-race'),
    ]
    expect(parts).toHaveLength(6)
    for (const part of parts) {
      const box = (await part.boundingBox())!
      expect(box.y, String(part)).toBeGreaterThanOrEqual(0)
      expect(box.x, String(part)).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width, String(part)).toBeLessThanOrEqual(viewport.width)
      expect(box.y + box.height, String(part)).toBeLessThanOrEqual(viewport.height)
    }
    expect([...methods]).toEqual(['GET'])
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
  })

test('4, 5, 6, 7, 77 · the race: no account, no guess, one guest; forgetting leaks longest, denying not at all; nothing jumps', async ({
  page,
  labServer,
  labDatabase,
}) => {
  await page.addInitScript(() => {
    const shifts = { sum: 0 }
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      // biome-ignore lint/suspicious/noExplicitAny: layout-shift is not in the DOM types
      for (const entry of list.getEntries() as any[]) if (!entry.hadRecentInput) shifts.sum += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  const before = labDatabase.countGuests()
  const [forget, deny, starve] = await runRace(page, labServer.origin, FULL ? 'race' : 'test', 25_000)
  expect(labDatabase.countGuests(), 'one guest').toBe(before + 1)
  for (const { min, max } of [forget!, deny!, starve!]) expect(min).toBeLessThanOrEqual(max)
  expect(deny!.min).toBe(0)
  expect(forget!.min).toBeGreaterThan(starve!.min)
  expect(starve!.min).toBeGreaterThan(0)

  const verdict = (await page.getByTestId('race-verdict').textContent())!.replaceAll('\u202f', ' ')
  for (const { min, max } of [forget!, starve!])
    expect(verdict).toContain(`between ${(min / 1000).toFixed(2)} and ${(max / 1000).toFixed(2)}`)
  expect(verdict).toContain('under 2 for 0 s (between 0 and')
  expect(await page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum)).toBeLessThan(0.05)
})

test('77 · the landing page loads at most 170 kB of JavaScript, gzipped', async ({ page, labServer }) => {
  const sizes: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      sizes.push(
        response
          .request()
          .sizes()
          .then(({ responseBodySize }) => responseBodySize),
      )
  })
  await page.goto(labServer.origin, { waitUntil: 'networkidle' })
  const kilobytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000
  console.log(`landing: ${kilobytes.toFixed(1)} kB of JavaScript in ${sizes.length} files`)
  expect(sizes.length).toBeGreaterThan(0)
  expect(kilobytes).toBeLessThanOrEqual(170)
})

test('59 · a guess is compared in words, and a run without one is no worse', async ({ page, labServer }) => {
  await page.goto(`${labServer.origin}/?preset=test`)
  await page.getByLabel('No', { exact: true }).check()
  await page.getByTestId('run-race').click()
  await expect(page.getByTestId('race')).toHaveAttribute('data-run-state', 'settled', { timeout: 25_000 })
  await expect(page.getByText('You guessed “No”')).toContainText('worked until it expired')
  await expect(rows(page)).toHaveCount(3)
})
