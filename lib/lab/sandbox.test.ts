import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAuth, createMemoryDenylist, createMemoryStore, importPeppers, importSigningKeys } from '../auth/index.ts'
import { codeOf, createTestClock, openTestAuth } from '../auth/testing.ts'
import { checksOf, countCalls, serverTiming } from './checks.ts'
import { committedAt } from './probe.ts'
import { settingsFor } from './run/presets.ts'
import { createSandbox } from './sandbox.ts'

const credentials = { email: 'guest-1@lab.invalid', password: 'correct horse battery', device: 'Here' }

/** The product's engine and the sandbox on the same stores, made from the same secrets. */
async function openBoth() {
  const clock = createTestClock()
  const [secret, pepper] = [Uint8Array.from(randomBytes(32)), Uint8Array.from(randomBytes(32))]
  const { deps } = await openTestAuth(
    { keys: await importSigningKeys([secret]), peppers: importPeppers([pepper]) },
    clock,
  )
  const app = createAuth(deps)
  const sandbox = await createSandbox({ ...deps, signingSecrets: [secret], peppers: [pepper] })
  const settings = { ...settingsFor('free', 'fast'), strategy: 'combined' as const }
  return { app, deps, clock, sandbox, lab: sandbox.engineFor(settings).auth }
}

test('a token of the lab opens nothing of the product, and the reverse: the keys differ, and so does the audience', async () => {
  const { app, lab } = await openBoth()
  const ours = await app.register({ ...credentials, email: 'mina@example.org', strategy: 'combined' })
  const guest = await lab.register({ ...credentials, strategy: 'combined' })
  expect(await codeOf(app.authenticate(guest.accessToken))).toBe('bad_signature')
  expect(await codeOf(lab.authenticate(ours.accessToken))).toBe('bad_signature')
  expect(await lab.authenticate(guest.accessToken)).toMatchObject({ sessionId: guest.session.id })
})

test('a refresh token of the lab mints nothing in the product, and the reverse: it is unknown there, and its session stays', async () => {
  const { app, lab } = await openBoth()
  const ours = await app.register({ ...credentials, email: 'mina@example.org', strategy: 'combined' })
  const guest = await lab.register({ ...credentials, strategy: 'combined' })
  expect(await codeOf(app.refresh({ ...guest, holder: null }))).toBe('refresh_unknown')
  expect(await codeOf(lab.refresh({ ...ours, holder: null }))).toBe('refresh_unknown')
  expect((await lab.refresh(guest)).session.generation).toBe(1)
})

test('neither engine calls a token of the other active, and revoking it there ends nothing', async () => {
  const { app, lab } = await openBoth()
  const ours = await app.register({ ...credentials, email: 'mina@example.org', strategy: 'combined' })
  const guest = await lab.register({ ...credentials, strategy: 'combined' })
  for (const [engine, foreign, own] of [
    [app, guest, ours],
    [lab, ours, guest],
  ] as const) {
    for (const token of [foreign.accessToken, foreign.refreshToken!]) {
      expect(await engine.introspect(token)).toEqual({ active: false })
      expect(await engine.revoke(token)).toMatchObject({ ended: [] })
    }
    for (const token of [own.accessToken, own.refreshToken!]) expect((await engine.introspect(token)).active).toBe(true)
  }
})

test('even with the right key, the audience alone would refuse it', async () => {
  const { deps, sandbox } = await openBoth()
  const strategies = sandbox.engineFor(settingsFor('free', 'fast')).strategies
  const app = createAuth({ ...deps, strategies })
  const elsewhere = createAuth({ ...deps, strategies, audience: 'lab' })
  const { accessToken } = await elsewhere.register({ ...credentials, strategy: 'combined' })
  expect(await codeOf(app.authenticate(accessToken))).toBe('wrong_audience')
})

test('an engine of the lab remembers no signature: each check that it shows was made', async () => {
  const { lab, deps } = await openBoth()
  const { accessToken } = await lab.register({ ...credentials, strategy: 'combined' })
  await lab.authenticate(accessToken)
  expect(deps.verified?.get(accessToken)).toBeUndefined()
})

test('the probe counts what one request asks, and nothing of its neighbours', async () => {
  const { lab, sandbox } = await openBoth()
  const { accessToken } = await lab.register({ ...credentials, strategy: 'combined' })
  const seen = await Promise.all([1, 2, 3].map(() => sandbox.probe.observe(() => lab.authenticate(accessToken))))
  for (const one of seen) expect(countCalls(one).denylist).toBe(1)
  const again = await sandbox.probe.observe(() => lab.authenticate(accessToken))
  expect(countCalls(again)).toEqual({ denylist: 1, database: 0 })
  expect(serverTiming(again)).toMatch(
    /^total;dur=[\d.]+, verify;dur=[\d.]+, .*denylist-calls;desc="1", database-calls;desc="0"$/,
  )
})

test('the moment of a logout is the end of its transaction, not of its answer', async () => {
  const { lab, sandbox } = await openBoth()
  const { accessToken } = await lab.register({ ...credentials, strategy: 'combined' })
  const seen = await sandbox.probe.observe(() => lab.logout({ accessToken, refreshToken: null }))
  const commit = seen.calls.find(({ method }) => method === 'withSession')!
  expect(committedAt(seen)).toBe(commit.endedAt)
  expect(commit.endedAt).toBeLessThanOrEqual(seen.endedAt)
  const nothing = await sandbox.probe.observe(() => lab.logout({ accessToken: null, refreshToken: null }))
  expect(committedAt(nothing)).toBeUndefined()
})

test('the gate names the check that stopped a request; what comes later was not reached', async () => {
  const { lab, sandbox, clock } = await openBoth()
  const { accessToken } = await lab.register({ ...credentials, strategy: 'combined' })
  const gate = async (token: string | null) => {
    const seen = await sandbox.probe.observe(() => lab.authenticate(token))
    const reason = seen.outcome.ok ? 'ok' : (seen.outcome.error as { code: 'expired' }).code
    return checksOf(reason, true, seen).map(({ name, ok }) => `${name}${ok === null ? ' -' : ok ? ' yes' : ' NO'}`)
  }
  const yes = ['form yes', 'signature yes', 'claims yes', 'expiry yes', 'denylist yes']
  expect(await gate(accessToken)).toEqual([...yes, 'first_use yes'])
  expect(await gate(accessToken)).toEqual(yes)
  expect(await gate(null)).toEqual(['form NO', 'signature -', 'claims -', 'expiry -', 'denylist -'])
  const forged = `${accessToken.slice(0, accessToken.lastIndexOf('.'))}.${'A'.repeat(43)}`
  expect(await gate(forged)).toEqual(['form yes', 'signature NO', 'claims -', 'expiry -', 'denylist -'])
  await lab.logout({ accessToken, refreshToken: null })
  expect(await gate(accessToken)).toEqual([...yes.slice(0, 4), 'denylist NO'])
  clock.advance(60)
  expect(await gate(accessToken)).toEqual([...yes.slice(0, 3), 'expiry NO', 'denylist -'])
})

test('a guest has a password that nobody knows, and another one after a change', async () => {
  const { sandbox } = await openBoth()
  const passwords = [sandbox.passwordOf('one', 1), sandbox.passwordOf('one', 2), sandbox.passwordOf('two', 1)]
  expect(new Set(passwords).size).toBe(3)
  for (const password of passwords) expect(Buffer.from(password, 'base64url')).toHaveLength(32)
})

test('a store that is wrapped by the probe fails as it did', async () => {
  const store = { ...createMemoryStore(createTestClock()), findAccount: async () => Promise.reject(new Error('gone')) }
  const { deps } = await openTestAuth({ store, denylist: createMemoryDenylist(createTestClock()) })
  const sandbox = await createSandbox({
    ...deps,
    signingSecrets: [Uint8Array.from(randomBytes(32))],
    peppers: [randomBytes(32)],
  })
  await expect(sandbox.probe.store.findAccount('x')).rejects.toThrow('gone')
})

test('a plug that is pulled meets a closed port: the database answers instead, nobody is let in, or everybody is', async () => {
  const { sandbox, deps } = await openBoth()
  const gates: Record<string, unknown> = {}
  for (const outage of ['fallback', 'closed', 'open'] as const) {
    const settings = { ...settingsFor('free', 'fast'), strategy: 'combined', outage } as const
    const { auth } = sandbox.engineFor(settings)
    const { accessToken, session } = await auth.register({
      ...credentials,
      email: `${outage}@lab.invalid`,
      strategy: 'combined',
    })
    const gate = async () => {
      const seen = await sandbox.probe.observe(() => auth.authenticate(accessToken))
      const reason = seen.outcome.ok ? 'ok' : (seen.outcome.error as { code: 'denied_session' }).code
      const check = checksOf(reason, true, seen, outage === 'open').find(({ name }) => name === 'denylist')!
      expect(check.us, 'a real connection takes its time').toBeGreaterThan(0)
      return [reason, check.ok, countCalls(seen).denylist]
    }
    const before = await gate()
    const receipt = await auth.logout({ accessToken, refreshToken: null })
    gates[outage] = [before, await gate()]
    expect(receipt.pending, 'nobody claims that the list was told').toHaveLength(1)
    expect(await deps.denylist.find([`sid:${session.id}`]), 'the real one was not touched').toBeNull()
  }
  expect(gates).toEqual({
    fallback: [
      ['ok', true, 1],
      ['denied_session', false, 1],
    ],
    closed: [
      ['store_unavailable', false, 1],
      ['store_unavailable', false, 1],
    ],
    open: [
      ['ok', null, 1],
      ['ok', null, 1],
    ],
  })
})
