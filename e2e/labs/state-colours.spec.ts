import { expect, test } from '../support/lab-test.ts'

const STATES = ['active', 'expiring', 'expired', 'rotated', 'revoked', 'denied', 'leak']

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
