import type { Page } from '@playwright/test'
import type { Outage } from '../../lib/http/lab-schemas.ts'
import { settingsFor } from '../../lib/lab/run/presets.ts'
import { registered } from '../support/client.ts'
import { LabClient } from '../support/lab.ts'
import { endOf, exposureMeasured, replaysOf } from '../support/lab-facts.ts'
import {
  expect,
  expectBars,
  expectTable,
  exposureOn,
  justRun,
  labOf,
  leakColoursElsewhere,
  openChapter,
  rowsOn,
  runIdOf,
  show,
  test,
  until,
} from '../support/lab-page.ts'

/** What the gate shows: each check with its verdict and its time in words, in order. */
const gateOf = (page: Page) =>
  page
    .getByTestId('gate')
    .locator('[data-check]')
    .evaluateAll((checks) =>
      checks.map((check) => [
        check.getAttribute('data-check'),
        check.getAttribute('data-ok'),
        check.querySelector('.timer')!.textContent,
      ]),
    )
const outcomes = (gate: Awaited<ReturnType<typeof gateOf>>) => gate.map(([name, ok]) => [name, ok])
const LET_THROUGH = ['form', 'signature', 'claims', 'expiry'].map((name) => [name, 'true'])

test('20, 21, 24, 12 · the next request is refused, by the denylist and nothing before it; the entry’s life is that of the database', async ({
  page,
  labDatabase,
}) => {
  await openChapter(page, 'denylist')
  await page.getByLabel('The attacker tries every').selectOption('0.25')
  await labOf(page).getByLabel('An access token lives').selectOption('10')
  const id = await justRun(page)
  await page.getByTestId('use-it').click()
  await expect(page.getByTestId('last-answer')).toContainText('GET /me 200')
  const attempts = page.getByTestId('actor-attacker').locator('li')
  await expect(attempts.first()).toContainText('200 ok')
  await page.getByTestId('log-out').click()
  await until(page, 'settled')
  const events = labDatabase.events(id)

  await test.step('20 · exposure', async () => {
    const { min, max } = await exposureOn(page)
    expect({ min, max }).toEqual(exposureMeasured(events, 1))
    expect(min).toBe(0)
    await expect(page.getByTestId('actor-attacker')).toContainText('Still in after logout:0\u202fs')
    await expect(page.locator('[data-outcome=leak]:not(.glyph, path)')).toHaveCount(0)
    expect(await leakColoursElsewhere(page)).toEqual([])
    expect(await expectBars(page)).toContain('denied')
  })

  await test.step('21 · the gate of the first request after the logout', async () => {
    const first = replaysOf(events, 1).find(({ t }) => t > endOf(events, 1))!
    const rows = await rowsOn(page)
    expect(rows.find(({ seq }) => seq === first.seq)).toMatchObject({ status: 401, reason: 'denied_session' })
    await page.locator(`[data-testid=event-row][data-seq="${first.seq}"]`).click()
    const gate = page.getByTestId('gate')
    await expect(gate).toHaveAttribute('data-seq', String(first.seq))
    expect(outcomes(await gateOf(page))).toEqual([...LET_THROUGH, ['denylist', 'false']])
    await expect(gate.locator('[data-check=signature] svg + .sr-only')).toHaveText('passed,')
    await expect(gate.locator('[data-check=denylist] svg + .sr-only')).toHaveText('stopped it,')
    for (const name of ['signature', 'denylist'])
      await expect(gate.locator(`[data-check=${name}] .timer`)).toHaveText(/^[\d.]+\u202f(µs|ms)$/)
    await expect(gate.locator('.gate-end')).toContainText('Refused401')
    await expect(page.getByTestId('source-pane')).toHaveAttribute('data-region', 'denied-token')

    // The last one that was let in passed the denylist too, and the arrow goes there.
    const before = replaysOf(events, 1).findLast(({ reason }) => reason === 'ok')!
    await gate.focus()
    while ((await gate.getAttribute('data-seq')) !== String(before.seq)) await page.keyboard.press('ArrowLeft')
    expect(outcomes(await gateOf(page)).slice(0, 5)).toEqual([...LET_THROUGH, ['denylist', 'true']])
  })

  await test.step('24 · logging out twice', async () => {
    await page.getByTestId('log-out').click()
    await expect(page.getByTestId('last-answer')).toContainText('POST /logout 200')
    await expect(page.getByTestId('denylist-row')).toHaveCount(1)
    expect(labDatabase.denials(id)).toHaveLength(1)
    await expect(page.getByTestId('lab-problem')).toHaveCount(0)
  })

  await test.step('12 · what is left of the entry', async () => {
    const [entry] = labDatabase.denials(id)
    for (let reading = 0; reading < 5; reading++) {
      const row = await page.getByTestId('denylist-row').evaluate((one) => ({
        key: one.getAttribute('data-key'),
        left: Number(one.getAttribute('data-left-ms')),
        printed: Number.parseFloat(one.querySelector('td:last-child')!.textContent!) * 1000,
        now: Date.now(),
      }))
      expect(row.key).toBe(entry!.key)
      expect(Math.abs(row.left - (entry!.until * 1000 - row.now))).toBeLessThanOrEqual(1100)
      expect(Math.abs(row.printed - row.left)).toBeLessThanOrEqual(100)
      await expect(page.getByTestId('denylist-row')).not.toHaveAttribute('data-left-ms', String(row.left))
    }
  })

  await expectTable(page, () => labDatabase.events(id))
})

test('22 · once it has expired that is why: the gate has moved, and the denylist is not reached', async ({
  page,
  recorded,
  labDatabase,
}) => {
  const { client, id } = recorded.denylist
  await show(page, client, 'denylist', id)
  await until(page, 'settled')
  const exp = Number(await page.getByTestId('actor-attacker').locator('[data-token=A1]').getAttribute('data-exp'))
  await expect.poll(() => Date.now() / 1000, { timeout: 12_000 }).toBeGreaterThan(exp)
  await page.getByTestId('replay-once').click()
  const newest = page.getByTestId('actor-attacker').locator('li').first()
  await expect(newest).toContainText('401 expired')
  await newest.getByRole('button').click()
  const gate = await gateOf(page)
  expect(outcomes(gate)).toEqual([...LET_THROUGH.slice(0, 3), ['expiry', 'false'], ['denylist', 'null']])
  expect(gate.at(-1)![2]).toBe('not reached')
  await expectTable(page, () => labDatabase.events(id))
})

test('20, 8 · free play does what its address says, and the address goes on saying what is chosen', async ({
  page,
  labDatabase,
}) => {
  await page.goto('/lab?s=denylist&long=9&poll=0.5')
  const poll = page.getByLabel('The attacker tries every')
  await expect(poll).toHaveValue('0.5')
  await poll.selectOption('1')
  await expect.poll(() => new URL(page.url()).searchParams.get('poll')).toBe('1')
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ s: 'denylist', long: '9' })
  await page.reload()
  await expect(poll).toHaveValue('1')
  await page.getByTestId('run').click()
  await until(page, 'live')
  const id = await runIdOf(page)
  expect(JSON.parse(labDatabase.run(id).settings as string)).toMatchObject({
    scenario: 'free',
    strategy: 'denylist',
    longAccess: 9,
    poll: 1,
  })
  await expect(page.getByTestId('actor-attacker').locator('li').first()).toContainText('200 ok')
  await page.getByTestId('log-out').click()
  await until(page, 'settled')
  await expect(labOf(page)).toHaveAttribute('data-exposure-min-ms', /^\d/)
  const exposure = await exposureOn(page)
  expect(exposure).toEqual(exposureMeasured(labDatabase.events(id), 1))
  expect(exposure.min).toBe(0)
  await expectTable(page, () => labDatabase.events(id))
})

/** One run with the plug pulled: used, logged out, and watched until the attacker gives up. */
async function unplugged(client: LabClient, outage: Outage) {
  const { run } = await client.start(settingsFor('denylist', 'test', { outage, poll: 0.25, longAccess: 6 }))
  const before = await client.me(run.id)
  const loggedOut = await client.logout(run.id)
  const stream = client.events(run.id)
  await stream.until(() => stream.events.some(({ kind }) => kind === 'settled'), 40)
  stream.close()
  const events = stream.events
  return { id: run.id, before, loggedOut, events, after: replaysOf(events, 1).filter(({ t }) => t > endOf(events, 1)) }
}

test('23 · Redis unplugged: fail closed answers 503 to everybody, fail open lets the copy in and counts each leak, and the runs beside them notice nothing', async ({
  labServer,
}) => {
  const [mina, omar] = [new LabClient(labServer.origin), new LabClient(labServer.origin)]
  const { client: user } = await registered(labServer.origin)
  const [closed, open, fallback, plugged] = await Promise.all([
    unplugged(mina, 'closed'),
    unplugged(mina, 'open'),
    unplugged(mina, 'fallback'),
    unplugged(omar, 'none'),
  ])

  expect(closed.before).toMatchObject({ status: 503, body: { code: 'store_unavailable' } })
  const inTime = closed.after.filter(({ reason }) => reason !== 'expired')
  expect(inTime.length).toBeGreaterThan(3)
  for (const event of inTime) {
    expect(event).toMatchObject({ status: 503, reason: 'store_unavailable', region: 'denylist-check' })
    expect(event.checks!.find(({ name }) => name === 'denylist')).toMatchObject({ ok: false })
  }
  expect(closed.after.at(-1)).toMatchObject({ status: 401, reason: 'expired' })

  expect(open.before.status).toBe(200)
  const leaks = open.after.filter(({ status }) => status === 200)
  expect(leaks.length).toBeGreaterThan(3)
  for (const { checks } of leaks)
    expect(
      checks!.find(({ name }) => name === 'denylist'),
      'asked, and not answered',
    ).toMatchObject({
      ok: null,
      us: expect.any(Number),
    })
  expect(exposureMeasured(open.events, 1).min).toBe(leaks.at(-1)!.t - endOf(open.events, 1))

  for (const { before, loggedOut, after } of [fallback, plugged]) {
    expect([before.status, loggedOut.status]).toEqual([200, 200])
    expect(new Set(after.map(({ reason }) => reason))).toEqual(new Set(['denied_session']))
  }
  const unanswered = plugged.events.filter(({ status }) => status === 503)
  expect(unanswered, 'another guest’s run').toEqual([])
  expect((await user.get('/api/me')).status, 'a user of the product').toBe(200)
  expect((await user.get('/readyz')).body.denylist, 'the product’s own denylist').toMatchObject({ status: 'ok' })
  const receipt = await user.post('/api/auth/logout')
  expect(receipt).toMatchObject({ status: 200, body: { pending: [] } })
})

test('23 · the page says that the plug is pulled, and draws every leak of a list that fails open', async ({
  page,
  labDatabase,
}) => {
  await openChapter(page, 'denylist')
  await page.getByTestId('plug').selectOption('open')
  const id = await justRun(page)
  await expect(page.getByTestId('unplugged')).toContainText('everybody is let in')
  await page.getByTestId('log-out').click()
  await until(page, 'settled')
  const leaks = replaysOf(labDatabase.events(id), 1).filter(
    ({ t, status }) => status === 200 && t > endOf(labDatabase.events(id), 1),
  )
  expect(leaks.length).toBeGreaterThan(0)
  expect(await exposureOn(page)).toEqual(exposureMeasured(labDatabase.events(id), 1))
  await rowsOn(page)
  await page.locator(`[data-testid=event-row][data-seq="${leaks[0]!.seq}"]`).click()
  const gate = page.getByTestId('gate')
  await expect(gate).toContainText('could not be reached, and this run fails open')
  await expect(gate.locator('[data-check=denylist]')).toContainText('no answer')
  await expect(page.getByText('· the denylist is unplugged; fail open')).toBeVisible()
})
