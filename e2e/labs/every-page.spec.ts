import { violations } from '../support/axe.ts'
import { LabClient } from '../support/lab.ts'
import { expect, test } from '../support/lab-test.ts'
import { overflow, smallTargets } from '../support/layout.ts'
import { startServer } from '../support/server.ts'

const CONTROLS = 'button, select, input:not([type=hidden], [type=radio], [type=checkbox]), summary, .button'
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

for (const colorScheme of ['light', 'dark'] as const)
  test(`61, 76 · axe finds nothing on any page of the labs, ${colorScheme}, and no page complains or asks anybody else`, async ({
    page,
    labServer,
  }) => {
    test.setTimeout(150_000)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const path of LABS) {
      await page.goto(labServer.origin + path)
      expect(await violations(page), path).toEqual([])
    }
  })

test('61 · axe finds nothing while a run is live, nor when it is done', async ({ page, labServer }) => {
  await page.goto(`${labServer.origin}/learn/denylist?preset=test`)
  await page.getByTestId('skip-guess').click()
  await expect(page.getByTestId('lab')).toHaveAttribute('data-run-state', 'live')
  expect(await violations(page), 'live').toEqual([])
  await page.getByTestId('log-out').click()
  await expect(page.getByTestId('lab')).toHaveAttribute('data-run-state', 'settled', { timeout: 20_000 })
  expect(await violations(page), 'done').toEqual([])
})

test('70, 71 · at 320 px nothing scrolls sideways on any page of the labs, and every target is at least 24 px', async ({
  page,
  labServer,
}) => {
  test.setTimeout(120_000)
  await page.setViewportSize({ width: 320, height: 700 })
  for (const path of ['/', ...LABS]) {
    await page.goto(labServer.origin + path)
    expect(await overflow(page), path).toBeLessThanOrEqual(0)
    expect(await smallTargets(page, CONTROLS), path).toEqual([])
  }
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`67 · all seven states keep 4.5:1 for words and 3:1 for bars, ${colorScheme}`, async ({ page, labServer }) => {
    await page.emulateMedia({ colorScheme })
    await page.goto(`${labServer.origin}/about`)
    const ratios = await page.evaluate(() => {
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
      return ['active', 'expiring', 'expired', 'rotated', 'revoked', 'denied', 'leak'].flatMap((state) =>
        ['--bg', '--surface'].map((ground) => ({
          state: `${state} on ${ground}`,
          word: ratio(`--state-${state}-text`, ground),
          bar: ratio(`--state-${state}`, ground),
        })),
      )
    })
    expect(ratios).toHaveLength(14)
    for (const { state, word, bar } of ratios) {
      expect(word, `word of ${state}`).toBeGreaterThanOrEqual(4.5)
      expect(bar, `bar of ${state}`).toBeGreaterThanOrEqual(3)
    }
  })

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('R7 · every chapter reads as prose', async ({ page, labServer }) => {
    for (const chapter of ['forget', 'denylist', 'rotate', 'everywhere', 'theft']) {
      await page.goto(`${labServer.origin}/learn/${chapter}`)
      const text = (await page.getByRole('main').textContent())!
      expect(text.split(/\s+/).length, chapter).toBeGreaterThan(250)
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
    }
  })
})

test.describe('LABS=off', () => {
  test.use({ expected: ['404'] })

  test('R5 · every address of the lab is 404, and the pages say why instead of offering a run', async ({ page }) => {
    const server = await startServer({ LABS: 'off' })
    const client = new LabClient(server.origin)
    expect((await client.send('GET', '/runs')).body.code).toBe('labs_off')
    for (const path of ['/', '/learn/forget', '/learn/theft', '/lab', '/compare', '/inspect']) {
      await page.goto(server.origin + path)
      await expect(page.getByText(/labs are off/i).first(), path).toBeVisible()
      await expect(
        page.getByTestId('run-race').or(page.getByTestId('run')).or(page.getByTestId('skip-guess')),
      ).toHaveCount(0)
    }
    await server.stop()
  })
})
