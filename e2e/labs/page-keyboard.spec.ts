import type { Locator, Page } from '@playwright/test'
import { expect, labOf, leakColoursElsewhere, openChapter, test, until } from '../support/lab-page.ts'

// Where a bar sticks to the top, and the parties of the run are tabs.
test.use({ viewport: { width: 390, height: 844 } })

/** Null: whatever has the focus shows it, is on the screen, and nothing lies over it. */
const hidden = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement
    if (element === document.body) return 'the focus is nowhere'
    const name = `${element.tagName} ${element.textContent!.slice(0, 30)}`
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return `${name} has no outline`
    const { top, bottom, left, right, height } = element.getBoundingClientRect()
    if (bottom <= 0 || top >= innerHeight) return `${name} is off the screen`
    for (const bar of document.querySelectorAll<HTMLElement>('body *')) {
      if (!['sticky', 'fixed'].includes(getComputedStyle(bar).position) || bar.contains(element)) continue
      const over = bar.getBoundingClientRect()
      const overlaps =
        over.width > 1 && over.bottom > top + 1 && over.top < bottom - 1 && over.right > left && over.left < right
      const taller = height > innerHeight - over.height
      if (bar.checkVisibility() && !bar.closest('.event-box') && overlaps && !taller)
        return `${name} is under ${bar.className}`
    }
    return null
  })

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement)

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  expect(await hidden(page), `after ${key}`).toBeNull()
}

async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await isFocused(target)) return
    await press(page, key)
  }
  throw new Error(`${target} was not reached`)
}

test('62, 59 · a chapter by keyboard alone: guess, run, log out, choose an event, save; the focus is always seen', async ({
  page,
}) => {
  await openChapter(page, 'denylist', 'fast')
  const choice = (name: string | RegExp) => page.getByRole('radio', { name })
  await tabTo(page, choice('It is refused at the next try'))
  await press(page, 'Space')
  await tabTo(page, page.getByLabel(/^For how many seconds/))
  await page.keyboard.type('0')
  await tabTo(page, choice(/^its form/))
  await press(page, 'Space')
  for (let down = 0; down < 4; down++) await press(page, 'ArrowDown')
  await expect(choice(/^the denylist/)).toBeChecked()
  await tabTo(page, page.getByTestId('skip-guess'))
  await tabTo(page, page.getByTestId('lock-guess'), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await until(page, 'live')
  await expect.poll(() => hidden(page), 'the button is gone, the focus is not').toBeNull()
  await expect(page.getByTestId('predict-card')).toContainText('stopped by the denylist')

  await tabTo(page, page.getByRole('tab', { name: 'You' }))
  await press(page, 'ArrowRight')
  await expect(page.getByTestId('actor-attacker')).toBeVisible()
  await expect(page.getByTestId('actor-attacker').locator('li').first()).toContainText('200 ok')
  await press(page, 'ArrowLeft')
  await tabTo(page, page.getByTestId('log-out'))
  await press(page, 'Enter')
  await until(page, 'settled')
  expect(await hidden(page)).toBeNull()

  const timeline = page.getByRole('slider', { name: 'Events of the run, in time' })
  await tabTo(page, timeline)
  await press(page, 'End')
  await expect(timeline).toHaveAttribute('aria-valuenow', /[1-9]/)
  const chosen = Number(await timeline.getAttribute('aria-valuenow'))
  await press(page, 'Enter')
  const gate = page.getByTestId('gate')
  expect(await isFocused(gate)).toBe(true)
  await expect(gate).toHaveAttribute('data-seq', String(chosen))
  await press(page, 'ArrowLeft')
  await expect(gate).not.toHaveAttribute('data-seq', String(chosen))

  await tabTo(page, page.getByTestId('view-as-table'))
  await press(page, 'Enter')
  await tabTo(page, page.getByTestId('event-row').locator('button[tabindex="0"]'))
  await press(page, 'Home')
  for (let down = 0; down < 3; down++) await press(page, 'ArrowDown')
  await expect(page.locator('[data-testid=event-row][data-seq="4"]')).toHaveAttribute('aria-selected', 'true')
  await expect(timeline, 'one selection').toHaveAttribute('aria-valuenow', '4')

  await tabTo(page, page.getByTestId('save-result'))
  await page.keyboard.press('Enter')
  const link = page.getByTestId('scorecard').getByRole('link', { name: /^\/results\// })
  await expect(link).toBeVisible()
  await expect.poll(() => hidden(page), 'the button is gone, the focus is not').toBeNull()
  // And all the way back up, under the bar that sticks.
  await tabTo(page, page.getByTestId('pause'), 'Shift+Tab')
  expect(await page.locator('p.sticky').evaluate((bar) => bar.getBoundingClientRect().height)).toBeLessThanOrEqual(56)
  expect(await leakColoursElsewhere(page)).toEqual([])
})

test('59 · the guess is skipped by keyboard, and nothing is lost by it', async ({ page }) => {
  await openChapter(page, 'forget', 'fast')
  await tabTo(page, page.getByTestId('skip-guess'))
  await page.keyboard.press('Enter')
  await until(page, 'live')
  await expect(page.getByTestId('predict-card')).toHaveText(
    'You skipped the guess. Nothing is lost; the next run asks again.',
  )
  await tabTo(page, page.getByTestId('stop'))
  await page.keyboard.press('Enter')
  await until(page, 'stopped')
  await expect(page.getByTestId('scorecard')).toContainText('Nobody logged out in this run')
  await tabTo(page, page.getByTestId('run'), (await isFocused(page.getByTestId('run'))) ? '' : 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(labOf(page)).toHaveAttribute('data-run-state', 'idle')
  await expect(page.getByTestId('lock-guess')).toBeVisible()
  expect(await hidden(page)).toBeNull()
})
