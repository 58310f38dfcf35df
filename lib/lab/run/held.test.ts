import { describe, expect, test } from 'vitest'
import { copiesOf, copyCondition, isLoggedIn, lifeLeft, newestOf, ownCondition, ownSession } from './held.ts'
import { exposureIn, stateOf } from './state.ts'
import { denylistLog, forgetLog } from './testing.ts'

const forget = forgetLog()
const deny = denylistLog()
const until = (log: typeof forget, t: number) =>
  stateOf(
    log.run,
    log.events.filter((event) => event.t <= t),
  )

describe('a token in two hands', () => {
  test('before the logout it is active in both', () => {
    const state = until(forget, 5000)
    const [token] = newestOf(state, 1)
    expect(isLoggedIn(state)).toBe(true)
    expect(ownCondition(token!, 5000)).toBe('active')
    expect(copyCondition(token!, 5000, exposureIn(state, 1))).toBe('active')
  })

  test('forgotten: its owner has dropped it, and the copy lets the attacker in until it expires', () => {
    const state = until(forget, 12_000)
    const [copy] = copiesOf(state, 1)
    const exposure = exposureIn(state, 1)
    expect(isLoggedIn(state)).toBe(false)
    expect(ownCondition(copy!, 12_000)).toBeNull()
    expect(copyCondition(copy!, 12_000, exposure)).toBe('leak')
    expect(copyCondition(copy!, copy!.expiresAt, exposure)).toBe('expired')
  })

  test('a copy that nobody has shown since the logout is no leak yet', () => {
    const state = until(forget, 6000)
    expect(copyCondition(copiesOf(state, 1)[0]!, 6000, exposureIn(state, 1))).toBe('active')
  })

  test('denied: refused in both hands, and from its own end on expired, because that check comes first', () => {
    const state = until(deny, 7000)
    const [token] = newestOf(state, 1)
    expect(ownCondition(token!, 7000)).toBe('denied')
    expect(copyCondition(token!, 7000, exposureIn(state, 1))).toBe('denied')
    expect(copyCondition(token!, token!.expiresAt, exposureIn(state, 1))).toBe('expired')
  })

  test('a revoked refresh token stays revoked after its time: a renewal asks for the row first', () => {
    const state = until(forget, 5000)
    const revoked = { ...state.tokens[0]!, kind: 'refresh', stoppedBy: 'revoked', stoppedAt: 4000 } as const
    expect(copyCondition(revoked, revoked.expiresAt + 1, null)).toBe('revoked')
  })

  test('the last fifth of a life is expiring, and what is left never leaves 0 to 1', () => {
    const token = { ...until(forget, 5000).tokens[0]!, issuedAt: 0, expiresAt: 10_000 }
    expect(ownCondition(token, 7900)).toBe('active')
    expect(ownCondition(token, 8000)).toBe('expiring')
    expect([-5, 2500, 20_000].map((t) => lifeLeft(token, t))).toEqual([1, 0.75, 0])
  })
})

test('after a new password the browser is in the session that it opened, not in the one that ended', () => {
  const issued = forget.events.find(({ kind }) => kind === 'issued')!
  const seq = forget.events.length + 1
  const state = stateOf(forget.run, [
    ...forget.events,
    { ...issued, seq, session: 2, actor: 'you', by: 'This browser, after the new password', t: 21_000 },
  ])
  expect(ownSession(state)).toBe(2)
  expect(isLoggedIn(state)).toBe(true)
})
