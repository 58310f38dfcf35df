import { expect, test } from 'vitest'
import type { Strategies } from '@/lib/auth/index.ts'
import { strategiesFor } from '@/lib/auth/index.ts'
import type { WireActivity, WireListedSession } from '@/lib/http/schemas.ts'
import { advance, type Lifecycle, lifeLeft, tokensOf } from './lifecycle.ts'

const T = 1_800_000_000
const strategies: Strategies = strategiesFor({ access: 100, longAccess: 3600, refreshIdle: 1000, refreshMax: 9000 })

function session(changes: Partial<WireListedSession> = {}): WireListedSession {
  return {
    id: '4e000000-0000-4000-8000-000000000001',
    strategy: 'combined',
    generation: 0,
    device: 'Firefox on Linux',
    createdAt: T,
    lastSeenAt: T,
    rotatedAt: T,
    usedAt: null,
    accessExpiresAt: T + 100,
    refreshExpiresAt: T + 1000,
    current: true,
    endedAt: null,
    endedReason: null,
    refusedAt: null,
    ...changes,
  }
}

function activity(id: number, changes: Partial<WireActivity> = {}): WireActivity {
  const { id: sessionId } = session()
  return { id, kind: 'used', at: T + id, sessionId, generation: 0, reason: null, ...changes }
}

function page(changes: Partial<WireListedSession> = {}, news: WireActivity[] = []): Lifecycle {
  const own = session(changes)
  return { session: own, sessions: [own], activity: news, behind: false }
}

const states = (state: Lifecycle, now: number) =>
  Object.fromEntries(tokensOf(state, strategies, now).map(({ name, state }) => [name, state]))

test('a token is active, expiring in the last fifth of its life, and expired from its exp on', () => {
  expect(states(page(), T)).toEqual({ A0: 'active', R0: 'active' })
  expect(states(page(), T + 79)).toMatchObject({ A0: 'active' })
  expect(states(page(), T + 80)).toMatchObject({ A0: 'expiring' })
  expect(states(page(), T + 99.9)).toMatchObject({ A0: 'expiring' })
  expect(states(page(), T + 100)).toMatchObject({ A0: 'expired', R0: 'active' })
})

test('a strategy without renewal has one token', () => {
  const state = page({ strategy: 'denylist', refreshExpiresAt: null, accessExpiresAt: T + 3600 })
  expect(states(state, T)).toEqual({ A0: 'active' })
})

test('after a renewal the old refresh token is rotated, and the old access token lives to its own exp', () => {
  const renewed = session({ generation: 1, rotatedAt: T + 70.5, accessExpiresAt: T + 170, lastSeenAt: T + 70.5 })
  const told = advance(page(), {
    name: 'activity',
    data: { activity: activity(5, { kind: 'refreshed', generation: 1, at: T + 70.5 }), session: renewed, now: T + 71 },
  })
  expect(states(told, T + 71)).toEqual({ A1: 'active', R1: 'active', A0: 'active', R0: 'rotated' })
  expect(states(told, T + 100)).toMatchObject({ A1: 'active', A0: 'expired' })
  expect(tokensOf(told, strategies, T + 71)[2]).toMatchObject({ expiresAt: T + 100, replaced: true })
})

test('what was replaced before the last renewal is known only by its record', () => {
  const state = page({ generation: 5, rotatedAt: T + 400, accessExpiresAt: T + 500 })
  expect(Object.keys(states(state, T + 401))).toEqual(['A5', 'R5'])
  const remembered = { ...state, activity: [activity(9, { kind: 'refreshed', generation: 4, at: T + 330.9 })] }
  expect(tokensOf(remembered, strategies, T + 401)[2]).toMatchObject({ name: 'A4', expiresAt: T + 430 })
})

test('an ended session: the refresh token is revoked, the access token denied only where the strategy denies', () => {
  const ended = { endedAt: T + 10, endedReason: 'ended_by_owner' } as const
  expect(states(page(ended), T + 11)).toEqual({ A0: 'denied', R0: 'revoked' })
  expect(states(page({ ...ended, strategy: 'rotation' }), T + 11)).toEqual({ A0: 'active', R0: 'revoked' })
  expect(states(page(ended), T + 100)).toEqual({ A0: 'expired', R0: 'revoked' })
})

test('a life counts down from 1 to 0 and stands still once it was stopped', () => {
  const life = { issuedAt: T, expiresAt: T + 100, stoppedAt: null }
  expect([T - 5, T, T + 25, T + 100, T + 200].map((now) => lifeLeft(life, now))).toEqual([1, 1, 0.75, 0, 0])
  expect(lifeLeft({ ...life, stoppedAt: T + 25 }, T + 90)).toBe(0.75)
})

test('the same events give the same page, told twice or out of order', () => {
  const events = [1, 2, 3].map((id) => ({
    name: 'activity' as const,
    data: { activity: activity(id), session: session({ generation: id, lastSeenAt: T + id }), now: T + id },
  }))
  const inOrder = events.reduce(advance, page())
  expect([...events].reverse().concat(events).reduce(advance, page())).toEqual(inOrder)
  expect(inOrder.activity.map(({ id }) => id)).toEqual([3, 2, 1])
  expect(inOrder.session.generation).toBe(3)
})

test('another session is never mixed in', () => {
  const other = session({ id: '4e000000-0000-4000-8000-000000000002', generation: 9 })
  const told = advance(page(), { name: 'hello', id: 0, data: { now: T, session: other } })
  expect(told.session.id).toBe(session().id)
})

test('a stream that begins after unheard news makes the page ask, and the answer settles it', () => {
  const state = page({}, [activity(4)])
  const hello = (id: number) => advance(state, { name: 'hello', id, data: { now: T, session: session() } })
  expect(hello(4).behind).toBe(false)
  expect(hello(6).behind).toBe(true)
  const loaded = advance(hello(6), { name: 'loaded', sessions: [session()], activity: [activity(6), activity(5)] })
  expect(loaded.behind).toBe(false)
  expect(loaded.activity.map(({ id }) => id)).toEqual([6, 5, 4])
})

test('the list of sessions brings the news of this one too', () => {
  const ended = session({ endedAt: T + 3, endedReason: 'logged_out_everywhere' })
  const told = advance(page(), { name: 'sessions', data: { sessions: [ended], now: T + 3 } })
  expect(told.session.endedAt).toBe(T + 3)
})

test('an answer that was under way when a newer list came brings its activity, and not its list', () => {
  const two = [session(), session({ id: '4e000000-0000-4000-8000-000000000002', current: false })]
  const told = advance(page(), { name: 'sessions', data: { sessions: two, now: T } })
  const loaded = advance({ ...told, behind: true }, { name: 'loaded', sessions: null, activity: [activity(3)] })
  expect(loaded).toMatchObject({ sessions: two, behind: false, activity: [{ id: 3 }] })
})
