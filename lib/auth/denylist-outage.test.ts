import { beforeEach, describe, expect, test } from 'vitest'
import { type Auth, createAuth, createMemoryDenylist } from './index.ts'
import { codeOf, credentials, DENYLIST_METHODS, LIFETIMES, openBreakableAuth, STORE_METHODS } from './testing.ts'

let engine: Awaited<ReturnType<typeof openBreakableAuth>>
let auth: Auth
let broken: Set<string>
let now: number
beforeEach(async () => {
  engine = await openBreakableAuth()
  auth = engine.auth
  broken = engine.broken
  now = engine.clock()
})

const breakAll = (names: string[]) => {
  for (const name of names) broken.add(name)
}
const use = ({ accessToken }: { accessToken: string }) => auth.authenticate(accessToken)

describe('the denylist cannot be written', () => {
  test('LO-01, SF-02: the logout is committed, and the receipt says until when a copy could still work', async () => {
    const victim = await auth.login(credentials('combined'))
    broken.add('deny')
    const receipt = await auth.logout(victim)
    const exp = now + LIFETIMES.access
    expect(receipt).toMatchObject({ refresh: 'revoked', access: 'pending', stolenTokenWorksUntil: exp })
    expect(receipt.pending).toEqual([victim.session.id])
    expect(await codeOf(auth.refresh(victim))).toBe('session_revoked')
    // The receipt does not claim too little: the denylist still answers, and it does not know yet.
    await use(victim)
  })

  test('SF-02: the outbox sends the denial later, and says whether it is empty', async () => {
    const victim = await auth.login(credentials('combined'))
    broken.add('deny')
    await auth.logout(victim)
    expect(await auth.drainOutbox()).toBe(false)
    broken.clear()
    expect(await auth.drainOutbox()).toBe(true)
    expect(await codeOf(use(victim))).toBe('denied_session')
    expect(await engine.deps.store.listPendingDenials(9)).toEqual([])
  })

  test('SF-07: a process that dies between the commit and the denylist leaves its denial to the next one, which sends it', async () => {
    const victim = await auth.login(credentials('combined'))
    const { denylist } = engine.deps
    let reached = () => {}
    const dying = new Promise<void>((resolve) => {
      reached = resolve
    })
    const deny = () => {
      reached()
      return new Promise<never>(() => {})
    }
    void createAuth({ ...engine.deps, denylist: { ...denylist, deny } }).logout(victim)
    await dying
    const next = createAuth(engine.deps)
    await next.authenticate(victim.accessToken)
    expect(await next.drainOutbox()).toBe(true)
    expect(await codeOf(next.authenticate(victim.accessToken))).toBe('denied_session')
  })

  test('SF-02: a retry pushes it again; it does not answer that all was done', async () => {
    const victim = await auth.login(credentials('combined'))
    broken.add('deny')
    expect((await auth.logout(victim)).access).toBe('pending')
    expect((await auth.logout(victim)).access).toBe('pending')
    broken.clear()
    expect(await auth.logout(victim)).toMatchObject({ access: 'denied', stolenTokenWorksUntil: null, pending: [] })
    expect(await codeOf(use(victim))).toBe('denied_session')
    expect(await auth.drainOutbox()).toBe(true)
  })

  test('a logout everywhere that was not confirmed is finished by the retry: the retired version dies too', async () => {
    const [victim, other] = [await auth.login(credentials('combined')), await auth.login(credentials('denylist'))]
    broken.add('deny')
    const receipt = await auth.logoutEverywhere(await use(victim))
    expect(receipt).toMatchObject({ access: 'pending', stolenTokenWorksUntil: now + LIFETIMES.longAccess })
    expect(receipt.pending).toHaveLength(3)
    await use(other)
    broken.clear()
    await auth.logout(victim)
    for (const one of [victim, other]) expect(await codeOf(use(one))).toMatch(/^denied_(session|version)$/)
  })

  test('strategies that do not deny have nothing pending', async () => {
    broken.add('deny')
    const receipt = await auth.logout(await auth.login(credentials('rotation')))
    expect(receipt).toMatchObject({ refresh: 'revoked', access: 'lives', pending: [] })
  })

  test('a reuse revokes although it cannot be denied, and the outbox has it', async () => {
    const stolen = await auth.login(credentials('combined'))
    const { tokens } = await auth.refresh(stolen)
    await use(tokens!)
    engine.clock.advance(60)
    broken.add('deny')
    expect(await codeOf(auth.refresh(stolen))).toBe('refresh_reused')
    broken.clear()
    await auth.drainOutbox()
    expect(await codeOf(use(tokens!))).toBe('denied_session')
  })

  test('a denial that was sent and could not be settled is in force, and is sent again', async () => {
    const victim = await auth.login(credentials('combined'))
    broken.add('settleDenials')
    expect((await auth.logout(victim)).access).toBe('pending')
    expect(await codeOf(use(victim))).toBe('denied_session')
    broken.clear()
    expect(await auth.drainOutbox()).toBe(true)
  })
})

describe('the denylist cannot be asked: unknown is not “not revoked”', () => {
  test('SF-01: the database is asked instead, and answers for every kind of key', async () => {
    const [one, other] = [await auth.login(credentials('combined')), await auth.login(credentials('denylist'))]
    breakAll(DENYLIST_METHODS)
    await use(one)
    await auth.logout(one)
    expect(await codeOf(use(one))).toBe('denied_session')
    await auth.logoutEverywhere(await use(other))
    expect(await codeOf(use(other))).toBe('denied_version')
    expect(engine.reports).toContain('denylist.find')
    expect(engine.reports).toContain('denylist.deny')
  })

  test('SF-01: and if the database cannot answer either: store_unavailable, never a refusal', async () => {
    const logins = [await auth.login(credentials('combined')), await auth.login(credentials('rotation'))]
    breakAll([...DENYLIST_METHODS, ...STORE_METHODS])
    expect(await codeOf(use(logins[0]!))).toBe('store_unavailable')
    // What asks nobody needs nobody.
    await use(logins[1]!)
  })

  test('RV-12: a denylist that has forgotten everything is filled again from the database, page by page', async () => {
    const { store } = engine.deps
    const victim = await auth.login(credentials('combined'))
    await auth.logout(victim)
    const many = Array.from({ length: 1234 }, (_, i) => ({ key: `sid:${i}`, until: now + 60 }))
    await store.withAccount(victim.session.accountId, () => ({ outcome: 0, denials: many }))
    const empty = createMemoryDenylist(engine.clock)
    const restarted = createAuth({ ...engine.deps, denylist: empty })
    await restarted.authenticate(victim.accessToken)
    await restarted.rebuildDenylist()
    expect(await codeOf(restarted.authenticate(victim.accessToken))).toBe('denied_session')
    for (const { key } of many) expect(await empty.find([key])).toBe(key)
  })

  test('an outbox that does not empty is given up, not sent for ever', async () => {
    const victim = await auth.login(credentials('combined'))
    breakAll(['deny'])
    await auth.logout(victim)
    const forgetful = { ...engine.deps.store, settleDenials: async () => {} }
    const denylist = createMemoryDenylist(engine.clock)
    expect(await createAuth({ ...engine.deps, store: forgetful, denylist }).drainOutbox()).toBe(false)
    expect(await createAuth({ ...engine.deps, denylist }).drainOutbox()).toBe(true)
  })
})
