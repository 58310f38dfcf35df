import { expect, test } from 'vitest'
import { strategiesFor } from '@/lib/auth/index.ts'
import type { WireReceipt, WireSession } from '@/lib/http/schemas.ts'
import { truthOfEnded, truthOfEnding } from './truth.ts'

const T = 1_800_000_000
const strategies = strategiesFor({ access: 100, longAccess: 3600, refreshIdle: 1000, refreshMax: 9000 })
/** Narrow no-break spaces read as spaces. */
const plain = (text: string) => text.replaceAll('\u202f', ' ')

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
    '2 of the access tokens are denied now: the next request is refused.',
    'The other can’t renew. A copied access token could still work for up to 40 s.',
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
