import { expect, test } from 'vitest'
import { activityKinds, endReasons, refreshRefusals, strategyNames } from '@/lib/auth/index.ts'
import { activityWords, endingWords, reasonWords, strategyWords } from './words.ts'

const one = { id: 1, at: 1_800_000_000, sessionId: null, generation: 3, reason: null }

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
