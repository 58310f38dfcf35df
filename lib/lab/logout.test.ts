import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { root } from '../../db/testing/open.ts'
import { STEP_UP_WINDOW } from '../auth/index.ts'
import { createTestClock, openTestAuth } from '../auth/testing.ts'
import { temporaryFile } from '../prove/model/grounds.ts'
import { logout } from './logout.ts'
import { createDiary, type Play } from './play.ts'
import { settingsFor } from './run/presets.ts'
import { openRun } from './runs.ts'
import { createSandbox } from './sandbox.ts'

const file = temporaryFile()
afterAll(() => file.remove())

/** A run with three sessions, older than a password check is good for, as the lab holds it. */
async function openOldRun() {
  const clock = createTestClock()
  const database = await openDatabase(file.url, { now: clock, outbox: false, root })
  const { deps } = await openTestAuth({ store: database.store, denylist: database.denylist }, clock)
  const sandbox = await createSandbox({
    ...deps,
    signingSecrets: [Uint8Array.from(randomBytes(32))],
    peppers: [randomBytes(32)],
  })
  const settings = { ...settingsFor('everywhere', 'slow'), strategy: 'denylist' as const, longAccess: 3_600 }
  const opened = await openRun(sandbox, { guest: 'guest', settings, guess: null, now: clock() })
  await database.lab.createRun(opened.row)
  const play: Play = { row: opened.row, ...opened.engine, beganAt: 0, sentCookies: [], onIssued: () => {} }
  const [own] = opened.issued
  for (const { accessToken, session } of opened.issued)
    await database.lab.keepTokens([
      {
        runId: opened.row.id,
        session: opened.row.sessions.find(({ id }) => id === session.id)!.n,
        name: `A1-${session.id}`,
        kind: 'access',
        text: accessToken,
        issuedAt: 0,
        expiresAt: 3_600_000,
      },
    ])
  const verbs = {
    store: database.lab,
    diary: createDiary(database.lab),
    probe: sandbox.probe,
    passwordOf: sandbox.passwordOf,
  }
  clock.advance(STEP_UP_WINDOW + 1)
  const end = (scope: 'this' | 'others' | 'everywhere' | 'password', actor: 'you' | 'attacker') =>
    logout(verbs, play, scope, { accessToken: own!.accessToken, refreshToken: null, holder: null }, { actor, by: null })
  return { end, close: database.close }
}

test('a run that is older than a password check is good for ends what its guest ends: the lab shows the password that nobody can type', async () => {
  for (const [scope, ended] of [
    ['others', 2],
    ['everywhere', 3],
    ['password', 3],
    ['this', 1],
  ] as const) {
    const { end, close } = await openOldRun()
    const done = await end(scope, 'you')
    expect(done.ok && done.sessions.length, scope).toBe(ended)
    await close()
  }
})

test('LG-13: the attacker has a copy of the token and no password: the others stay', async () => {
  const { end, close } = await openOldRun()
  expect(await end('others', 'attacker')).toEqual({ ok: false, code: 'reauthentication_required' })
  const done = await end('others', 'you')
  expect(done.ok && done.sessions).toHaveLength(2)
  await close()
})
