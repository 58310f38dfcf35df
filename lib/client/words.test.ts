import { expect, test } from 'vitest'
import { activityKinds, endReasons, refreshRefusals, strategiesFor, strategyNames } from '@/lib/auth/index.ts'
import type { WireReceipt, WireSession } from '@/lib/http/schemas.ts'
import { betterEstimate } from './clock.ts'
import { formatAgo, formatDuration, formatTime } from './durations.ts'
import { renewalMargin } from './times.ts'
import { truthOfEnded, truthOfEnding } from './truth.ts'
import { activityWords, endingWords, reasonWords, strategyWords } from './words.ts'

const T = 1_800_000_000
const strategies = strategiesFor({ access: 100, longAccess: 3600, refreshIdle: 1000, refreshMax: 9000 })
const one = { id: 1, at: T, sessionId: null, generation: 3, reason: null }
/** Narrow no-break spaces read as spaces. */
const plain = (text: string) => text.replaceAll('\u202f', ' ')

test('everything that can happen has its words, and none says "sign" or "securely"', () => {
  const said = [
    ...activityKinds.flatMap((kind) => Object.values(activityWords({ ...one, kind }, 'Firefox on Linux'))),
    ...endReasons.map(reasonWords),
    ...[...endReasons, ...refreshRefusals].flatMap((why) => Object.values(endingWords(why))),
    ...strategyNames.map((name) => strategyWords[name]),
  ]
  for (const words of said) expect(words).toMatch(/^.{4,}$/)
  for (const words of said) expect(words).not.toMatch(/sign (in|out)|securely|undefined|null/i)
})

test('the reuse alarm comes with advice, ordinary renewal without', () => {
  expect(activityWords({ ...one, kind: 'refresh_reused' }, null).advice).toMatch(/change your password/)
  expect(activityWords({ ...one, kind: 'refreshed' }, null)).toEqual({
    text: 'Renewed: A3 and R3 issued, R2 rotated',
  })
})

test('a duration is said in its two largest units and is 0 s only when it is over', () => {
  const said = [0.1, 0, -5, 60, 61.2, 3600, 3661, 86_400 * 13 + 3600].map((seconds) => plain(formatDuration(seconds)))
  expect(said).toEqual(['1 s', '0 s', '0 s', '1 min', '1 min 2 s', '1 h', '1 h 1 min', '13 d 1 h'])
})

test('how long ago is no finer than a minute, because it is written down no more often', () => {
  const said = [5, 59, 60, 3599, 3600, 90_000].map((seconds) => plain(formatAgo(seconds)))
  expect(said).toEqual([
    'within the last minute',
    'within the last minute',
    '1 min ago',
    '59 min ago',
    '1 h ago',
    '1 d ago',
  ])
})

test('a time says its date unless it is today, and its zone when it is not the reader’s', () => {
  expect(formatTime(T, T + 5, 'UTC')).toBe('08:00:00 UTC')
  expect(formatTime(T - 86_400, T, 'UTC')).toBe('14 Jan, 08:00:00 UTC')
})

function session(changes: Partial<WireSession>): WireSession {
  return {
    id: '4e000000-0000-4000-8000-000000000001',
    strategy: 'combined',
    generation: 2,
    device: 'Firefox on Linux',
    createdAt: T,
    lastSeenAt: T,
    rotatedAt: T,
    usedAt: null,
    accessExpiresAt: T + 100,
    refreshExpiresAt: T + 1000,
    current: false,
    endedAt: null,
    endedReason: null,
    ...changes,
  }
}
const ending = (sessions: WireSession[], now = T) => truthOfEnding(sessions, strategies, now).map(plain)

test('before ending: denied now, or for how many seconds a copy could still work', () => {
  expect(ending([session({})])).toEqual(['Its access token is denied now: the next request is refused.'])
  expect(ending([session({ strategy: 'rotation' })], T + 93)).toEqual([
    'It can’t renew. A copied access token could still work for up to 7 s.',
  ])
  expect(ending([session({ strategy: 'client-side', refreshExpiresAt: null })])).toEqual([
    'It can’t be taken back. A copied access token could still work for up to 1 min 40 s.',
  ])
  expect(ending([session({}), session({}), session({ strategy: 'rotation', accessExpiresAt: T + 40 })])).toEqual([
    'The access tokens of 2 of them are denied now: the next request is refused.',
    'They can’t renew. A copied access token could still work for up to 40 s.',
  ])
})

test('after ending, the receipt is believed before the strategy', () => {
  const ended = session({ endedAt: T, strategy: 'combined' })
  const receipt = (changes: Partial<WireReceipt['ended'][number]>): WireReceipt['ended'][number] => ({
    sessionId: ended.id,
    strategy: 'combined',
    refresh: 'revoked',
    access: 'denied',
    stolenTokenWorksUntil: null,
    ...changes,
  })
  expect(truthOfEnded(ended, receipt({}), strategies, T)).toBe('R2 revoked. A2 denied.')
  expect(truthOfEnded(ended, receipt({ access: 'pending' }), strategies, T)).toBe(
    'R2 revoked. A2 not confirmed as denied yet.',
  )
  const rotation = session({ endedAt: T, strategy: 'rotation' })
  expect(plain(truthOfEnded(rotation, undefined, strategies, T + 60))).toBe(
    'R2 revoked. A copy of A2 still works for 40 s.',
  )
  expect(truthOfEnded(rotation, undefined, strategies, T + 100)).toBe('R2 revoked. A2 has expired.')
})

test('a token is renewed a fifth of its life before the end, at most 30 seconds', () => {
  const times = (life: number) => ({ at: T, issuedAt: T, accessExpiresAt: T + life, refreshExpiresAt: T + 999 })
  expect([5, 100, 300].map((life) => renewalMargin(times(life)))).toEqual([1, 20, 30])
})

test('the clock keeps its best sample, until a worse one proves that it was set', () => {
  const first = betterEstimate({ offset: 0, uncertainty: Number.POSITIVE_INFINITY }, 1010, 1_000_000, 1_000_100)
  expect(first).toEqual({ offset: 9950, uncertainty: 50 })
  expect(betterEstimate(first, 1010, 1_000_000, 1_000_400)).toBe(first)
  expect(betterEstimate(first, 5000, 1_000_000, 1_000_400)).toEqual({ offset: 3_999_800, uncertainty: 200 })
})
