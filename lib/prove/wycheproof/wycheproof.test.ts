import { readFileSync } from 'node:fs'
import { compactVerify } from 'jose'
import { afterAll, expect, test } from 'vitest'
import { importSigningKeys } from '../../auth/index.ts'
import { codeOf, openTestAuth } from '../../auth/testing.ts'
import { tally } from '../tally.ts'

// C2SP/wycheproof at dac1dd4 (2026-08-18), Apache-2.0 (LICENSE). Its json_web_key tests are about reading sets of keys, which this
// product does not: its keys are the bytes of AUTH_SECRETS. Of JWT claims and of EdDSA it has no vectors.
interface Vector {
  tcId: number
  comment: string
  jws: string
  result: 'valid' | 'invalid'
}
interface Group {
  comment: string
  private: { kty: string; kid?: string; k?: string }
  tests: Vector[]
}
const file = new URL('./json_web_signature_test.json', import.meta.url)
const groups: Group[] = JSON.parse(readFileSync(file, 'utf8')).testGroups
const all = groups.flatMap(({ tests }) => tests)

/** Vectors that say something else than they mean, by number. */
const skipped = new Map<number, string>([
  ...[346, 350].map((id) => [id, 'the key says PS256, the token PS384'] as const),
  ...[347, 351].map((id) => [id, 'the key says ES521, which is no algorithm'] as const),
  ...[367, 370].map((id) => [id, 'the padding was lost: the text is that of 357, which is valid'] as const),
  ...[372, 373].map((id) => [id, 'called valid, with a question mark in it'] as const),
])
const used = all.filter(({ tcId }) => !skipped.has(tcId))
const invalid = used.filter(({ result }) => result === 'invalid')

/** The groups of the one algorithm that is spoken here, each with its key as the product imports it. */
const ours = await Promise.all(
  groups
    .filter(({ comment }) => comment === 'hs256' || comment === 'base64')
    .map(async ({ private: { kid, k }, tests }) => {
      const { current } = await importSigningKeys([Uint8Array.from(Buffer.from(k!, 'base64url'))])
      return { kid: kid!, key: current.key, tests: tests.filter(({ tcId }) => !skipped.has(tcId)) }
    }),
)
/** The signature step as the engine's `jwtVerify` makes it. */
const verifies = (jws: string, key: CryptoKey) =>
  compactVerify(jws, key, { algorithms: ['HS256'] }).then(
    () => true,
    () => false,
  )

const counts = {
  vectors: all.length,
  valid: 0,
  invalid: invalid.length,
  refused: 0,
  skipped: skipped.size,
  violations: 0,
}
afterAll(() => tally('wycheproof', counts))

test('the file is whole, and the skipped vectors are what their reasons say', () => {
  expect([all.length, all.filter(({ result }) => result === 'invalid').length]).toEqual([401, 355])
  const textOf = (id: number) => all.find(({ tcId }) => tcId === id)!.jws
  for (const id of [367, 370]) expect(textOf(id)).toBe(textOf(357))
  for (const id of [372, 373]) expect(textOf(id)).toContain('?')
})

test('the signature step accepts every valid vector of its algorithm', async () => {
  for (const { key, tests } of ours) {
    for (const { tcId, comment, jws } of tests.filter(({ result }) => result === 'valid')) {
      expect(await verifies(jws, key), `${tcId} ${comment}`).toBe(true)
      counts.valid++
    }
  }
  expect(counts.valid).toBe(6)
})

test('by itself it accepts four invalid ones too, in other spellings: that is why the verifier asks for the one spelling first', async () => {
  const accepted: number[] = []
  for (const { key, tests } of ours) {
    for (const { tcId, jws, result } of tests)
      if (result === 'invalid' && (await verifies(jws, key))) accepted.push(tcId)
  }
  expect(accepted).toEqual([360, 365, 368, 375])
})

test('TK-11, TK-12: the whole verifier refuses every invalid vector, though it holds the key that each names', async () => {
  const byId = new Map(ours.map(({ kid, key }) => [kid, { alg: 'HS256' as const, key }]))
  const current = { kid: ours[0]!.kid, alg: 'HS256' as const, key: ours[0]!.key }
  const { auth } = await openTestAuth({ keys: { current, byId, published: [] } })
  const wrong: string[] = []
  for (const { tcId, comment, jws } of invalid) {
    const code = await codeOf(auth.authenticate(jws)).catch(String)
    if (['missing', 'malformed', 'bad_signature'].includes(code)) counts.refused++
    else wrong.push(`${tcId} ${comment}: ${code}`)
  }
  counts.violations = wrong.length
  expect(wrong).toEqual([])
})
