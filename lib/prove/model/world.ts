import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import {
  type AuthDeps,
  createAuth,
  createMemoryDenylist,
  type Denylist,
  type IssuedTokens,
  isAuthError,
  type Receipt,
  STEP_UP_WINDOW,
  type Strategy,
  strategiesFor,
} from '../../auth/index.ts'
import { claimsOf, codeOf, credentials, LIFETIMES, openTestAuth, PASSWORD, type TestClock } from '../../auth/testing.ts'
import type { Ground } from './grounds.ts'

/** All that the model knows of a session: is it over, and what was ever issued for it? */
export interface Known {
  strategy: Strategy
  over: boolean
  /** It ended because a copy was seen: every later presentation says so. */
  alarmed: boolean
  /** When its password was last checked: by a login, never by a renewal. */
  authenticatedAt: number
  issued: Tokens[]
}

type Tokens = Omit<IssuedTokens, 'session'>

/** A browser that is logged in; its tabs share the jar. */
export interface Seat {
  session: Known
  jar: Tokens
}

// Idle for longer than a session may last: the model knows one end by time, and that is the longer one.
const strategies = strategiesFor({ ...LIFETIMES, refreshIdle: LIFETIMES.refreshMax })

/** One person with three browsers, the engine they use, and the model of it. */
export async function openWorld(ground: Ground, clock: TestClock) {
  let isDown = false
  const denylist: { behind: Denylist } = { behind: ground.denylist }
  /** What the engine is given: the ground's own stores, however often they were opened again, and a denylist that can be out. */
  const ports: Pick<AuthDeps, 'store' | 'denylist'> = {
    store: new Proxy(ground.store, { get: (_target, key) => Reflect.get(ground.store, key) }),
    denylist: {
      driver: 'model',
      find: async (keys) => (isDown ? Promise.reject(new Error('out')) : denylist.behind.find(keys)),
      deny: async (denials) => (isDown ? Promise.reject(new Error('out')) : denylist.behind.deny(denials)),
    },
  }
  const later: Promise<void>[] = []
  const defer = (work: () => Promise<void>) => void later.push(work())
  const { deps } = await openTestAuth({ strategies, ...ports, defer }, clock)
  const email = `${randomUUID()}@example.org`
  const stranger = await createAuth(deps).register(credentials('combined', `${randomUUID()}@example.org`))
  const sessions: Known[] = []
  const seats: (Seat | null)[] = [null, null, null]
  const world = {
    auth: createAuth(deps),
    clock,
    email,
    password: PASSWORD,
    sessions,
    seats,
    enter,
    leave,
    end,
    check,
    renew,
    believe,
    callerAt,
    callerAtStepUp,
    /** Waits for what an answer did not wait for. */
    settle: () => Promise.all(later.splice(0)),
    open: () => sessions.filter(({ over }) => !over),
    /** Nobody else's session is touched by all of this. */
    async requireStranger() {
      expect(await ground.store.findSession(stranger.session.id)).toMatchObject({ revokedAt: null, generation: 0 })
    },
    async restart() {
      await ground.restart()
      if (!isDown) denylist.behind = ground.denylist
      world.auth = createAuth(deps)
    },
    fail: () => {
      isDown = true
    },
    /** As the owner of a denylist does: what is pending first, and only then it is believed. */
    async recover() {
      if (!isDown) return
      const pending = createAuth({ ...deps, denylist: denylist.behind })
      expect(await pending.drainOutbox()).toBe(true)
      isDown = false
    },
    /** One that forgets in memory starts empty, and is filled before it is believed. */
    async wipe() {
      if (ground.denylist.driver !== 'memory') return
      ground.denylist = createMemoryDenylist(clock)
      denylist.behind = ground.denylist
      await createAuth({ ...deps, denylist: denylist.behind }).rebuildDenylist()
    },
  }
  await world.auth.register(credentials('client-side', email))
  return world

  function enter(at: number, { session: { strategy }, ...tokens }: IssuedTokens): void {
    const session: Known = { strategy, over: false, alarmed: false, authenticatedAt: clock(), issued: [tokens] }
    sessions.push(session)
    seats[at] = { session, jar: tokens }
  }

  async function leave(at: number): Promise<void> {
    const seat = seats[at]
    if (!seat) return
    const receipt = await world.auth.logout(seat.jar)
    // Without a refresh token, a logout after exp names no session; nothing of it is alive then.
    await end([seat.session], receipt)
  }

  async function end(ended: Known[], receipt: Receipt | null): Promise<void> {
    for (const session of ended) session.over = true
    for (const [at, seat] of seats.entries()) if (seat?.session.over) seats[at] = null
    if (receipt) for (const session of ended) await believe(session, receipt)
  }

  /** What a receipt says is what a replay finds; while the denylist is out it may admit to more than there is, never to less. */
  async function believe({ issued, strategy }: Known, receipt: Receipt): Promise<void> {
    for (const { accessToken } of issued.slice(-3)) {
      // Here the database answers in its place; elsewhere somebody may reach a denylist that was never told.
      if (isDown && strategies[strategy].denies && claimsOf(accessToken).exp > clock())
        expect(receipt.access).toBe('pending')
      const accepted = (await answerTo(accessToken)) === 'accepted'
      const admitted = (receipt.stolenTokenWorksUntil ?? 0) >= claimsOf(accessToken).exp
      if (accepted) expect(admitted, 'a copy works, and the receipt says it does not').toBe(true)
      if (receipt.access === 'denied') expect(accepted).toBe(false)
    }
  }

  /** The model's only rule for an access token. `exp` is asked of the token: the model does not guess it. */
  async function check({ strategy, over }: Known, { accessToken }: { accessToken: string }): Promise<void> {
    const dead = over && strategies[strategy].denies
    const { active } = await world.auth.introspect(accessToken)
    const result = await answerTo(accessToken)
    expect(active, 'introspection says what a check says').toBe(result === 'accepted')
    if (claimsOf(accessToken).exp <= clock()) expect(result).toBe('expired')
    else expect(result).toMatch(dead ? /^denied_(session|version)$/ : /^accepted$/)
  }

  function answerTo(accessToken: string): Promise<string> {
    return world.auth.authenticate(accessToken).then(
      () => 'accepted',
      (error) => (isAuthError(error) ? error.code : Promise.reject(error)),
    )
  }

  /** The caller of a verb, if its browser is logged in and its access token lives. */
  async function callerAt(at: number) {
    return world.auth.authenticate(seats[at]?.jar.accessToken ?? null).catch(() => null)
  }

  /** The same, once its password was checked lately. Before that every sensitive act is refused. */
  async function callerAtStepUp(at: number) {
    const caller = await callerAt(at)
    const session = seats[at]?.session
    if (!caller || !session || clock() - session.authenticatedAt <= STEP_UP_WINDOW) return caller
    for (const act of ['logoutOthers', 'logoutEverywhere', 'exportAccount', 'deleteAccount'] as const)
      expect(await codeOf(world.auth[act](caller))).toBe('reauthentication_required')
    expect(await codeOf(world.auth.revokeSession(caller, randomUUID()))).toBe('reauthentication_required')
    await world.auth.reauthenticate(caller, world.password)
    session.authenticatedAt = clock()
    return caller
  }

  async function renew(at: number, reply: 'received' | 'lost'): Promise<void> {
    const seat = seats[at]
    if (!seat?.jar.refreshToken) return
    // Nobody honest is logged out: this may not throw.
    const { tokens } = await world.auth.refresh(seat.jar)
    if (!tokens) return
    seat.session.issued.push(tokens)
    if (reply === 'received') seat.jar = tokens
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>
