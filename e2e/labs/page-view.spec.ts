import type { Page } from '@playwright/test'
import { claimsOf } from '../support/lab.ts'
import { exposureMeasured } from '../support/lab-facts.ts'
import {
  expect,
  expectTable,
  exposureOn,
  justRun,
  labOf,
  openChapter,
  rowsOn,
  runIdOf,
  test,
  until,
} from '../support/lab-page.ts'

/** Where each bar begins, ends and stands, and the line of now: percentages of the axis. */
const drawnOn = (page: Page) =>
  page.evaluate(() => {
    const shift = (element: Element) => {
      const { width } = element.getBoundingClientRect()
      return (new DOMMatrix(getComputedStyle(element).transform).e / width) * 100
    }
    const figure = document.querySelector('[data-t-end]')!
    const bars = [...figure.querySelectorAll<HTMLElement>('.bar')].map((bar) => ({
      from: Number(bar.style.getPropertyValue('--from')),
      to: Number(bar.style.getPropertyValue('--to')),
      left: [...bar.querySelectorAll('.bar-fill')].map(shift),
    }))
    return { end: figure.getAttribute('data-t-end'), bars, now: shift(figure.querySelector('.rule-now')!) }
  })

const within = (one: number, other: number) => expect(Math.abs(one - other)).toBeLessThanOrEqual(1)

test('13 · a clock that is an hour fast moves no bar and changes no number', async ({ page, browser, labDatabase }) => {
  await openChapter(page, 'forget')
  await labOf(page).getByLabel('An access token lives').selectOption('10')
  await page.getByLabel('The attacker tries every').selectOption('0.25')
  const id = await justRun(page)
  // A clock is set for all pages of a context. This one is the same guest.
  const [baseURL, storageState] = [new URL(page.url()).origin, await page.context().storageState()]
  const context = await browser.newContext({ baseURL, storageState })
  const fast = await context.newPage()
  await fast.clock.install({ time: Date.now() + 3_600_000 })
  await fast.addInitScript((known) => sessionStorage.setItem('lab-run-forget', known), id)
  await fast.goto('/learn/forget')
  await until(fast, 'live')
  expect((await fast.evaluate(() => Date.now())) - Date.now(), 'it is').toBeGreaterThan(3_500_000)

  // Two pages are never drawn in the same instant: once they agree to one percent, no hour lies between them.
  const same = async () => {
    // What is off the screen is not drawn.
    for (const one of [page, fast]) await one.locator('.timeline').scrollIntoViewIfNeeded()
    const [one, other] = await Promise.all([drawnOn(page), drawnOn(fast)])
    expect(one.end).toBe(other.end)
    expect(one.bars.length).toBe(2)
    expect(other.bars.length).toBe(2)
    within(one.now, other.now)
    for (const [at, bar] of one.bars.entries()) {
      within(bar.from, other.bars[at]!.from)
      within(bar.to, other.bars[at]!.to)
      for (const [part, left] of bar.left.entries()) within(left, other.bars[at]!.left[part]!)
    }
    return one
  }
  await expect(same).toPass({ timeout: 5_000, intervals: [50] })
  expect((await drawnOn(page)).now, 'time passes').toBeGreaterThan(0)
  await page.getByTestId('log-out').click()
  await until(fast, 'logged_out')
  await Promise.all([until(page, 'settled'), until(fast, 'settled')])
  await expect(same).toPass({ timeout: 5_000, intervals: [50] })
  expect(await exposureOn(fast)).toEqual(await exposureOn(page))
  expect(await exposureOn(fast)).toEqual(exposureMeasured(labDatabase.events(id), 1))
  await expect(fast.getByTestId('verdict')).toHaveText((await page.getByTestId('verdict').textContent())!)
  await context.close()
})

test('63, 65 · a run says at most six things aloud and counts nothing down; with less motion a bar moves once a second', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openChapter(page, 'forget')
  await page.evaluate(() => {
    const said: string[] = []
    const moves = new Map<Element, { last: string; at: number[] }>()
    let animations = 0
    Object.assign(window, { said, moves: () => [...moves.values()].map(({ at }) => at), animations: () => animations })
    const live = '[role=status], [role=alert], [role=log], [aria-live]:not([aria-live=off])'
    new MutationObserver((records) => {
      animations = Math.max(animations, document.getAnimations().length)
      for (const { type, target, addedNodes } of records) {
        const element = target instanceof Element ? target : target.parentElement
        if (type === 'attributes') {
          const known = moves.get(element!) ?? { last: '', at: [] }
          const next = (element as HTMLElement).style.transform
          if (known.last !== next) known.at.push(performance.now())
          moves.set(element!, { ...known, last: next })
        } else if (type === 'characterData' && element?.closest(live)) said.push(element.textContent!)
        else
          for (const node of addedNodes) {
            if (element?.closest(live)) said.push(node.textContent!)
            else if (node instanceof Element && node.matches(live)) said.push(node.textContent!)
            else if (node instanceof Element)
              said.push(...[...node.querySelectorAll(live)].map((one) => one.textContent!))
          }
      }
    }).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['style'],
    })
  })
  await justRun(page)
  await expect(page.getByTestId('actor-attacker').locator('li').first()).toContainText('200 ok')
  await page.getByTestId('log-out').click()
  await page.locator('.timeline').scrollIntoViewIfNeeded()
  await until(page, 'settled')

  const { all, moves, animations } = await page.evaluate(() => {
    const seen = window as unknown as { said: string[]; moves(): number[][]; animations(): number }
    return { all: seen.said, moves: seen.moves(), animations: seen.animations() }
  })
  const said = all.filter((text) => text.trim() !== '')
  expect(said.length).toBeLessThanOrEqual(6)
  expect(said.map((text) => text.replace(/[\d.]+\u202fs/g, '…'))).toEqual([
    'Logged out at ….',
    'The attacker was let in after the logout, at ….',
    'The attacker was refused at …: the token has expired.',
    expect.stringMatching(/^Run finished\. Logged out at …\. Attacker refused from …\./),
  ])
  for (const text of said) expect(text).not.toMatch(/left|remaining/)

  expect(animations, 'nothing is animated').toBe(0)
  expect(moves.filter((at) => at.length > 2).length, 'something moved').toBeGreaterThan(1)
  for (const at of moves)
    for (const [index, time] of at.entries())
      expect(at.filter((other) => other >= time && other < time + 1000).length, `move ${index}`).toBeLessThanOrEqual(2)
})

test('66 · a paused view stands still while events go on arriving; resuming has all of them', async ({
  page,
  labDatabase,
}) => {
  await openChapter(page, 'forget')
  await labOf(page).getByLabel('An access token lives').selectOption('60')
  const id = await justRun(page)
  const count = () => labDatabase.events(id).length
  await expect.poll(async () => (await rowsOn(page)).length).toBeGreaterThan(5)
  await page.getByTestId('pause').click()
  await expect(page.getByTestId('pause')).toHaveText('Resume view')
  await expect(page.getByText('Drawing paused. The server’s clock is not.')).toBeVisible()
  const received = page.evaluate(
    (runId) =>
      new Promise<number>((resolve) => {
        const source = new EventSource(`/api/lab/runs/${runId}/events?after=0`)
        let events = 0
        source.addEventListener('event', () => {
          if (++events < 40) return
          source.close()
          resolve(events)
        })
      }),
    id,
  )
  await page.evaluate(() => {
    const changes: string[] = []
    Object.assign(window, { changes })
    const observer = new MutationObserver((records) => {
      for (const { type, target, attributeName } of records)
        changes.push(`${type} ${(target as Element).className ?? target.textContent} ${attributeName}`)
    })
    const all = { subtree: true, childList: true, attributes: true, characterData: true }
    for (const part of ['run-figure', 'actor-attacker', 'actor-you'])
      observer.observe(document.querySelector(`[data-testid=${part}]`)!, all)
  })
  const shown = await rowsOn(page)
  expect(await received, 'this browser is told').toBe(40)
  await expect.poll(count).toBeGreaterThan(shown.length + 20)
  expect(await page.evaluate(() => (window as unknown as { changes: string[] }).changes)).toEqual([])
  expect(await rowsOn(page)).toEqual(shown)

  const missed = count()
  await page.getByTestId('pause').click()
  await expect.poll(async () => (await rowsOn(page)).length).toBeGreaterThanOrEqual(missed)
  await page.getByTestId('stop').click()
  await until(page, 'stopped')
  await expectTable(page, () => labDatabase.events(id))
})

test('75 · a token’s life can be chosen ten times as long as usual before a run, and the run keeps to it', async ({
  page,
  labDatabase,
}) => {
  for (const path of [
    '/learn/forget',
    '/learn/denylist',
    '/learn/rotate',
    '/learn/everywhere',
    '/learn/theft',
    '/lab',
  ]) {
    await page.goto(path)
    const life = labOf(page).getByLabel('An access token lives')
    const usual = Number(await life.inputValue())
    const choices = await life
      .locator('option')
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute('value'))))
    expect(Math.max(...choices), path).toBeGreaterThanOrEqual(10 * usual)
  }
  for (const [slug, field] of [
    ['denylist', 'longAccess'],
    ['rotate', 'access'],
  ] as const) {
    await openChapter(page, slug, 'fast')
    await labOf(page).getByLabel('An access token lives').selectOption('300')
    await justRun(page)
    const id = await runIdOf(page)
    const bar = page.getByTestId('actor-you').locator('[data-token=A1]')
    await expect(bar).toHaveAttribute('data-exp', /\d/)
    const [row] = labDatabase.rows("select text from lab_tokens where run_id = ? and name = 'A1'", id)
    const { exp, iat } = claimsOf(row!.text as string)
    expect(exp - iat, slug).toBe(300)
    await expect(bar).toHaveAttribute('data-exp', String(exp))
    expect(JSON.parse(labDatabase.run(id).settings as string)[field]).toBe(300)
    const cookie = (await page.context().cookies()).find(({ name }) => name === `__Host-lab-${id.slice(0, 8)}`)!
    expect(Math.abs(cookie.expires - exp)).toBeLessThanOrEqual(2)
    await page.getByTestId('stop').click()
    await until(page, 'stopped')
  }
})
