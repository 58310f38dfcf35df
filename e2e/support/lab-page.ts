import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import type { LabEvent } from '../../lib/http/lab-schemas.ts'
import type { LabClient } from './lab.ts'
import { test as base, expect } from './lab-test.ts'

/** Pages of the labs in a browser. A 401 is what they are about, and Chromium calls each an error. */
export const test = base.extend({
  baseURL: async ({ labServer }, use) => use(labServer.origin),
  expected: ['status of 401'],
})

export { expect }

export const labOf = (page: Page): Locator => page.getByTestId('lab')
export const runIdOf = async (page: Page): Promise<string> => (await labOf(page).getAttribute('data-run-id'))!
export const until = (page: Page, phase: string) =>
  expect(labOf(page)).toHaveAttribute('data-run-state', phase, { timeout: 25_000 })

/** Loads a chapter with the lifetimes of a preset, and waits until its script has taken them from the address. */
export async function openChapter(page: Page, slug: string, preset = 'test'): Promise<void> {
  await page.goto(`/learn/${slug}${preset && `?preset=${preset}`}`)
  const life = preset === 'test' ? (slug === 'forget' || slug === 'denylist' ? '5' : '3') : /\d/
  await expect(labOf(page).getByLabel('An access token lives')).toHaveValue(life)
}

/** Skips the guess, and waits until the run is there. */
export async function justRun(page: Page): Promise<string> {
  await page.getByTestId('skip-guess').click()
  await until(page, 'live')
  return runIdOf(page)
}

/** Milliseconds, as the page has measured them. */
export async function exposureOn(page: Page): Promise<{ min: number; max: number }> {
  const read = async (name: string) => Number(await labOf(page).getAttribute(`data-exposure-${name}-ms`))
  return { min: await read('min'), max: await read('max') }
}

export interface Row {
  seq: number
  status: number | null
  reason: string | null
  /** As printed. */
  time: string
  who: string
  /** Whether the drawing has a mark for it. */
  marked: boolean
}

/** Every row of the table beside the figure, as it stands in the document. */
export async function rowsOn(page: Page): Promise<Row[]> {
  const toggle = page.getByTestId('view-as-table')
  if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click()
  return page.getByTestId('event-row').evaluateAll((rows) =>
    rows.map((row) => {
      const cell = (name: string) => row.querySelector(`[data-cell=${name}]`)!.textContent!
      return {
        seq: Number(row.getAttribute('data-seq')),
        status: row.getAttribute('data-status') === '' ? null : Number(row.getAttribute('data-status')),
        reason: row.getAttribute('data-reason') || null,
        time: cell('time'),
        who: cell('who'),
        marked: row.querySelector('svg') !== null,
      }
    }),
  )
}

/** What the table must say of events. */
export const told = (events: readonly LabEvent[]) =>
  events.map(({ seq, status, reason, t }) => ({ seq, status, reason, time: `${(t / 1000).toFixed(2)}\u202fs` }))

/** Every row against every event: the same numbers, answers, reasons and times, and none more. */
export async function expectTable(page: Page, eventsNow: () => LabEvent[]): Promise<void> {
  await expect(async () => {
    const rows = await rowsOn(page)
    const events = eventsNow()
    expect(rows.map(({ seq, status, reason, time }) => ({ seq, status, reason, time }))).toEqual(told(events))
  }).toPass({ timeout: 8_000 })
}

/** A browser that is the guest of a client without a screen, and a page that has one of its runs. */
export async function show(page: Page, client: LabClient, name: string, runId: string): Promise<void> {
  await become(page.context(), client)
  await page.addInitScript(
    ([key, id]) => {
      if (!sessionStorage.getItem(key!)) sessionStorage.setItem(key!, id!)
    },
    [`lab-run-${name}`, runId],
  )
  await page.goto(`/learn/${name}`)
  await expect(labOf(page)).toHaveAttribute('data-run-id', runId)
}

export async function become(context: BrowserContext, client: LabClient): Promise<void> {
  const value = client.cookie('__Host-guest')!
  const { hostname } = new URL(client.origin)
  const place = { domain: hostname, path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
  await context.addCookies([{ name: '__Host-guest', value, ...place }])
}

/** Runs a command line that a page gave out, as a reader's terminal would. Without curl: a fetch with exactly its headers. */
export async function statusOf(command: string): Promise<number> {
  const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'ignore'] })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  await Promise.race([once(child, 'close'), once(child, 'error').catch(() => null)])
  const said = /^HTTP\/[\d.]+ (\d{3})/.exec(output)?.[1]
  if (said) return Number(said)
  const [, header = '', url = ''] = /^curl -i -H '([^']+)' (\S+)$/.exec(command) ?? []
  const [name = '', ...value] = header.split(': ')
  return (await fetch(url, { headers: { [name]: value.join(': ') } })).status
}

/** Elements that are drawn in the colour of a leak although nobody got in there: there must be none. */
export function leakColoursElsewhere(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'))
    const colours = ['--state-leak', '--state-leak-text'].map((name) => {
      probe.style.color = `var(${name})`
      return getComputedStyle(probe).color
    })
    probe.remove()
    const properties = [
      'color',
      'backgroundColor',
      'backgroundImage',
      'borderTopColor',
      'borderRightColor',
      'borderBottomColor',
      'borderLeftColor',
      'outlineColor',
      'textDecorationColor',
      'fill',
      'stroke',
      'boxShadow',
    ] as const
    const found: string[] = []
    for (const element of document.querySelectorAll('body, body *')) {
      if (element.closest('[data-outcome="leak"]')) continue
      for (const pseudo of [null, '::before', '::after']) {
        const style = getComputedStyle(element, pseudo)
        if (pseudo && style.content === 'none') continue
        for (const property of properties)
          if (colours.some((colour) => style[property]?.includes(colour)))
            found.push(`${element.tagName} ${element.getAttribute('class')} ${pseudo ?? ''} ${property}`)
      }
    }
    return found
  })
}

interface Painted {
  state: string
  word: string
  icon: boolean
  pattern: string
}

const looks: Record<string, [word: string, pattern: RegExp]> = {
  active: ['Active', /^(solid|none) none$/],
  expiring: ['Expiring', /^(solid|none) repeating-linear-gradient\(90deg/],
  expired: ['Expired', /^dashed none$/],
  rotated: ['Rotated', /^(solid|none) repeating-linear-gradient\(45deg/],
  revoked: ['Revoked', /^(solid|none) linear-gradient.*45deg.*-45deg/],
  denied: ['Denied', /^(solid|none) radial-gradient/],
  leak: ['Attacker got in', /^(solid|none) repeating-linear-gradient\(-45deg/],
  deleted: ['Deleted here', /./],
  replaced: ['Replaced', /./],
  dropped: ['dropped at', /./],
}

/** Each bar that can be seen now says its state by a pattern, an icon and a word. Returns the states. */
export async function expectBars(page: Page): Promise<string[]> {
  const bars = await page.evaluate((): Painted[] =>
    [...document.querySelectorAll<HTMLElement>('.bar[data-state], [data-token][data-state]:not(.bar)')]
      .filter((bar) => bar.checkVisibility())
      .map((bar) => {
        const state = bar.dataset.state!
        const band = state === 'leak' && bar.parentElement!.querySelector('.band')
        const over = state === 'expired' && bar.querySelector('.bar-life')
        const painted = band || over || bar.querySelector(`.state-${state}`) || bar.querySelector('.bar-life')
        const style = painted && getComputedStyle(painted)
        const label = bar.querySelector('.bar-label') ?? bar
        return {
          state,
          word: label.textContent!,
          icon: label.querySelector('svg') !== null,
          pattern: style ? `${style.borderTopStyle} ${style.backgroundImage}` : 'nothing',
        }
      }),
  )
  expect(bars.length).toBeGreaterThan(0)
  for (const { state, word, icon, pattern } of bars) {
    const [name, look] = looks[state]!
    expect(icon, `${state}: an icon`).toBe(true)
    expect(word, state).toMatch(state === 'expired' ? /Expired|Gone/ : name)
    expect(pattern, state).toMatch(look)
  }
  return [...new Set(bars.map(({ state }) => state))]
}
