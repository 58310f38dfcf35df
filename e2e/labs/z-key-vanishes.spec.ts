import { FULL, ONLY_FULL } from '../support/full.ts'
import { bearer } from '../support/lab.ts'
import { endOf, isLeak, replaysOf } from '../support/lab-facts.ts'
import { expect, test } from '../support/lab-test.ts'

// Last by its name: an entry outlives its token by a minute, which the rest of the suite has spent usefully.

test('19, 22 · the entry goes when its time is over, and the copy is refused all the same: it has expired', async ({
  recorded,
  labDatabase,
}) => {
  test.skip(!FULL, ONLY_FULL)
  test.setTimeout(120_000)
  const { client, id, stream, tokens } = recorded.denylist
  const { key, expiresAt } = stream.events.find(({ kind }) => kind === 'denylisted')!
  await stream.until(() => stream.events.some(({ kind }) => kind === 'key_expired'), 90)
  const gone = stream.events.find(({ kind }) => kind === 'key_expired')!
  expect(gone).toMatchObject({ key, session: 1, actor: 'server', region: 'sweep' })
  expect(gone.t, 'not a moment too early').toBeGreaterThanOrEqual(expiresAt!)
  expect(gone.t - expiresAt!).toBeLessThan(3_000)
  expect(labDatabase.denials(id), 'the row itself').toEqual([])

  const { text } = tokens.find(({ kind }) => kind === 'access')!
  expect((await client.terminal().me(id, bearer(text))).status).toBe(401)
  const events = labDatabase.events(id)
  expect(events.at(-1), 'the gate has moved: the denylist is not even asked').toMatchObject({
    by: 'Your terminal',
    reason: 'expired',
    store: { denylist: 0, database: 0 },
  })
  expect(replaysOf(events, 1).filter((event) => event.t > endOf(events, 1) && isLeak(event))).toEqual([])
  await stream.until(() => stream.ended, 10)
  expect(stream.views.at(-1)!.view.denials).toEqual([])
})
