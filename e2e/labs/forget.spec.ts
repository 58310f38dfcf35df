import { exposureIn } from '../../lib/lab/run/state.ts'
import { claimsOf } from '../support/lab.ts'
import { endOf, exposureMeasured, isLeak, replaysOf } from '../support/lab-facts.ts'
import { expect, test } from '../support/lab-test.ts'

test('15 · the logout clears every cookie of the run in this browser, and that is all that happens', async ({
  recorded,
}) => {
  const { loggedOut, meAfterwards, id, before, client } = recorded.forget
  expect(loggedOut.status).toBe(200)
  const cleared = loggedOut.headers.getSetCookie()
  expect(cleared.map((line) => line.split('=')[0]).toSorted()).toEqual([
    `__Host-lab-${id.slice(0, 8)}`,
    '__Secure-lab-holder',
    '__Secure-lab-refresh',
  ])
  for (const line of cleared)
    expect(line).toMatch(/^[^=]+=; Max-Age=0; Path=\S+; HttpOnly; Secure; SameSite=(Lax|Strict)$/)
  expect(before.cookie(`__Host-lab-${id.slice(0, 8)}`), 'it had one').toBeDefined()
  expect(client.cookie(`__Host-lab-${id.slice(0, 8)}`)).toBeUndefined()
  expect(meAfterwards.status, 'your screen says logged out').toBe(401)
})

test('15 · the server never heard of the token: no table that a check reads has its id, and the denylist is empty', async ({
  recorded,
  labDatabase,
}) => {
  const { id, tokens, events, stream } = recorded.forget
  const { text } = tokens.find(({ kind }) => kind === 'access')!
  const { jti, sid } = claimsOf(text)
  expect(jti).toBeTruthy()
  // The inspector's own notebook, kept so that the page can show the token: nothing decides by it.
  const tables = labDatabase.dump(['lab_tokens'])
  expect(tables.map(({ table }) => table)).toEqual(
    expect.arrayContaining(['sessions', 'denials', 'lab_events', 'activity']),
  )
  for (const { table, text: rows } of tables) {
    expect(rows, table).not.toContain(jti)
    expect(rows, table).not.toContain(text)
  }
  expect(labDatabase.denials(id)).toEqual([])
  expect(events.map(({ kind }) => kind)).not.toContain('denylisted')
  for (const { view } of stream.views) expect(view.denials).toEqual([])
  expect(labDatabase.sessions(id)[0], 'ended for the list of devices alone').toMatchObject({
    id: sid,
    revoked_reason: 'logged_out',
  })
})

test('16 · after the logout the copy gets 200 until the token expires by itself, then 401 expired', async ({
  recorded,
}) => {
  const { events, tokens, run, state } = recorded.forget
  const t0 = endOf(events, 1)
  const { exp } = claimsOf(tokens.find(({ kind }) => kind === 'access')!.text)
  const promised = (exp - run.startedAt) * 1000 - t0
  const { min, max } = exposureMeasured(events, 1)
  expect(promised, 'there was something to wait for').toBeGreaterThan(1000)
  expect(Math.abs(min - promised)).toBeLessThanOrEqual(1000 + run.settings.poll * 1000)
  expect(Math.abs(max - promised)).toBeLessThanOrEqual(1000 + run.settings.poll * 1000)
  expect(exposureIn(state, 1)).toMatchObject({ t0, min, max })

  const after = replaysOf(events, 1).filter(({ t }) => t > t0)
  const leaks = after.filter(isLeak)
  expect(leaks.length).toBeGreaterThan(3)
  const refusals = after.filter((event) => !isLeak(event))
  expect(after, 'once refused, always refused').toEqual([...leaks, ...refusals])
  for (const { status, reason } of refusals) expect([status, reason]).toEqual([401, 'expired'])
})

test('10 · the copied token gets from a fetch, and from curl, what the agent got last', async ({ recorded }) => {
  const [afterLogout, afterExpiry] = recorded.forget.tries
  expect(afterLogout).toMatchObject({ agent: 200, fetch: 200 })
  expect(afterExpiry).toMatchObject({ agent: 401, fetch: 401 })
  for (const { curl, agent } of recorded.forget.tries) if (curl !== null) expect(curl).toBe(agent)
  const byHand = recorded.forget.events.filter(({ by }) => by === 'Your terminal')
  expect(byHand.length, 'and the diary has these too').toBeGreaterThanOrEqual(2)
  for (const { actor } of byHand) expect(actor).toBe('attacker')
})
