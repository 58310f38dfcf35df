import { settingsFor } from '../../lib/lab/run/presets.ts'
import { violations } from '../support/axe.ts'
import { expectForEverybody } from '../support/everybody.ts'
import { LabClient } from '../support/lab.ts'
import { test as base, expect } from '../support/lab-test.ts'
import { overflow, smallTargets } from '../support/layout.ts'
import { startServer } from '../support/server.ts'
import { signUp } from '../support/test.ts'

const STATES = ['active', 'expiring', 'expired', 'rotated', 'revoked', 'denied', 'leak']
const CHAPTERS = ['forget', 'denylist', 'rotate', 'everywhere', 'theft']
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

const test = base.extend<object, { result: string }>({
  /** The address of a saved run. */
  result: [
    async ({ labServer }, use) => {
      const client = new LabClient(labServer.origin)
      const { run } = await client.start(settingsFor('denylist', 'test'))
      await client.me(run.id)
      await client.logout(run.id)
      await client.settled(run.id)
      await use(`/results/${await client.save(run.id)}`)
    },
    { scope: 'worker' },
  ],
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

test('68 · where the reader has chosen the colours, every state keeps its border and its pattern', async ({
  page,
  labServer,
}) => {
  await page.goto(`${labServer.origin}/learn/rotate?preset=test`)
  await page.getByTestId('skip-guess').click()
  await expect(page.getByTestId('lab')).toHaveAttribute('data-run-state', 'live')
  await page.getByTestId('log-out').click()
  await expect(page.getByTestId('lab')).toHaveAttribute('data-run-state', 'settled', { timeout: 20_000 })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme })
    const bars = await page.locator('.timeline :is(.bar-life, .band)').evaluateAll((all) =>
      all
        .filter((bar) => bar.checkVisibility() && bar.getBoundingClientRect().width > 0)
        .map((bar) => {
          const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(bar)
          const what = bar.outerHTML.slice(0, 120)
          return { what, width: Number.parseFloat(borderTopWidth), style: borderTopStyle, colour: borderTopColor }
        }),
    )
    expect(bars.length).toBeGreaterThan(2)
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    for (const { what, width, style, colour } of bars) {
      expect(width, what).toBeGreaterThanOrEqual(1)
      expect(['solid', 'dashed']).toContain(style)
      expect(colour, 'a border that can be seen').not.toBe(ground)
    }
    const looks = await page.evaluate(
      (states) =>
        states.map((state) => {
          const bar = document.body.appendChild(document.createElement('i'))
          bar.className = `state-${state}`
          const { backgroundImage, borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(bar)
          bar.remove()
          return `${borderTopStyle} ${backgroundImage} ${borderTopColor === backgroundColor}`
        }),
      STATES,
    )
    expect(new Set(looks).size, 'seven states, seven looks without a hue').toBe(7)
    await test.info().attach(`forced-colors-${colorScheme}`, {
      body: await page.getByTestId('lab').screenshot(),
      contentType: 'image/png',
    })
  }
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`67 · all seven states keep 4.5:1 for words and 3:1 for bars, ${colorScheme}`, async ({ page, labServer }) => {
    await page.emulateMedia({ colorScheme })
    await page.goto(`${labServer.origin}/about`)
    const ratios = await page.evaluate((states) => {
      const probe = document.body.appendChild(document.createElement('i'))
      const canvas = document.createElement('canvas').getContext('2d')!
      const colour = (name: string): number[] => {
        probe.style.color = `var(${name})`
        canvas.fillStyle = getComputedStyle(probe).color
        canvas.fillRect(0, 0, 1, 1)
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
      }
      const luminance = (name: string) => {
        const [r, g, b] = colour(name).map((part) => {
          const value = part / 255
          return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
        })
        return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
      }
      const ratio = (one: string, other: string) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
        return (light! + 0.05) / (dark! + 0.05)
      }
      return states.flatMap((state) =>
        ['--bg', '--surface'].map((ground) => ({
          state: `${state} on ${ground}`,
          word: ratio(`--state-${state}-text`, ground),
          bar: ratio(`--state-${state}`, ground),
        })),
      )
    }, STATES)
    expect(ratios).toHaveLength(14)
    for (const { state, word, bar } of ratios) {
      expect(word, `word of ${state}`).toBeGreaterThanOrEqual(4.5)
      expect(bar, `bar of ${state}`).toBeGreaterThanOrEqual(3)
    }
  })

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('R7 · every chapter reads as prose, from the claim to what comes next, and offers nothing that cannot be pressed', async ({
    page,
    labServer,
  }) => {
    for (const chapter of CHAPTERS) {
      await page.goto(`${labServer.origin}/learn/${chapter}`)
      for (const part of ['claim', 'explain', 'line', 'cost', 'next'])
        await expect(page.locator(`[data-part=${part}]`), `${chapter}: ${part}`).toBeVisible()
      const text = (await page.locator('[data-part]:visible').allTextContents()).join(' ')
      expect(text.split(/\s+/).length, chapter).toBeGreaterThan(250)
      await expect(page.getByText('Running it needs JavaScript.'), chapter).toBeVisible()
      await expect(page.getByRole('main').getByRole('button'), chapter).toHaveCount(0)
    }
  })

  test('R7, 14 · the comparison has the numbers of the newest recording, stamped, with its day and its commit', async ({
    page,
    labServer,
  }) => {
    await page.goto(`${labServer.origin}/compare`)
    const source = page.locator('[data-recorded]')
    expect(await source.getAttribute('data-recorded')).toMatch(/^[0-9a-f]{7,}$/)
    await expect(source.locator('time')).toBeVisible()
    await expect(source.locator('code').first()).toBeVisible()
    const rows = page.getByTestId('compare-table').locator('tbody tr')
    await expect(rows).toHaveCount(4)
    for (const row of await rows.all()) {
      await expect(row).toContainText(/\d\u202fs/)
      await expect(row.getByTestId('cost')).toContainText(/p50 [\d.]+\u202fm?s/)
      expect(await row.locator('[data-stamp=measured]').count()).toBeGreaterThanOrEqual(2)
    }
  })
})

test.describe('LABS=off', () => {
  test('R5 · every address of the lab is 404, and the pages say why instead of offering a run', async ({ page }) => {
    const server = await startServer({ LABS: 'off' })
    const client = new LabClient(server.origin)
    expect((await client.send('GET', '/runs')).body.code).toBe('labs_off')
    const run = page
      .getByRole('main')
      .getByRole('button', { name: /\b(run|start|lock in)\b/i })
      .or(page.getByTestId('skip-guess'))
    for (const path of ['/', ...CHAPTERS.map((slug) => `/learn/${slug}`), '/lab', '/compare', '/inspect']) {
      await page.goto(server.origin + path)
      await expect(page.getByText(/labs are off/i).first(), path).toBeVisible()
      await expect(run, path).toHaveCount(0)
    }
    for (const path of ['/learn', '/check']) {
      await page.goto(server.origin + path)
      await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible()
      await expect(run, path).toHaveCount(0)
    }
    expect(await violations(page)).toEqual([])
    await server.stop()
  })
})
