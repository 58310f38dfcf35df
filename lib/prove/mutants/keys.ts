import type { Mutant } from './mutant.ts'

const keys = ['lib/server/keys/keys.test.ts']
const signing = ['lib/auth/signing-keys.test.ts']

/** What happens to keys that are added, promoted, retired or published. */
export const keyMutants: readonly Mutant[] = [
  {
    name: 'retired-key-still-followed',
    lesson: 'KY-06',
    file: 'lib/server/keys/source.ts',
    from: 'if (known?.stamp !== stamp)',
    to: 'if (!known)',
    tests: keys,
  },
  {
    name: 'old-keys-while-the-file-is-wrong',
    lesson: 'KY-06',
    file: 'lib/server/keys/source.ts',
    from: 'known = { stamp, keys: read(path, known !== null) }',
    to: 'known = { stamp, keys: read(path, known !== null).catch((error) => known?.keys ?? Promise.reject(error)) }',
    tests: keys,
  },
  {
    name: 'old-engine-under-new-keys',
    lesson: 'KY-03, KY-06',
    file: 'lib/server/keys/following.ts',
    from: 'if (made.keys !== now)',
    to: 'if (!made)',
    tests: keys,
  },
  {
    name: 'added-key-signs-at-once',
    lesson: 'KY-03',
    file: 'lib/server/keys/change.ts',
    from: "{ ...newPair(), key_ops: ['verify'] }",
    to: 'newPair()',
    tests: keys,
  },
  {
    name: 'symmetric-key-in-the-set',
    lesson: 'KY-05',
    file: 'lib/server/env-keys.ts',
    from: "kty: z.literal('OKP'),",
    to: "kty: z.literal('OKP').or(z.literal('oct')).transform(() => 'OKP' as const),",
    tests: keys,
  },
  {
    name: 'one-key-two-purposes',
    lesson: 'KY-04',
    file: 'lib/server/env-keys.ts',
    from: 'if (new Set(all).size < all.length)',
    to: 'if (all.length === 0)',
    tests: keys,
  },
  {
    name: 'private-half-published',
    lesson: 'KY-05',
    file: 'lib/auth/signing-keys.ts',
    from: "const published: PublicJwk = { kty, crv, x, kid, use: 'sig', alg }",
    to: "const published: PublicJwk = Object.assign({ kty, crv, x, kid, alg }, { use: 'sig' as const, d })",
    tests: signing,
  },
  {
    name: 'announced-key-signs',
    lesson: 'KY-03',
    file: 'lib/auth/signing-keys.ts',
    from: "key_ops?.includes('sign') ?? true",
    to: 'key_ops !== null',
    tests: signing,
  },
  {
    name: 'session-keeps-its-pepper',
    lesson: 'KY-03',
    file: 'lib/auth/refresh-token.ts',
    from: 'findPepper(peppers, bytes.subarray(NONCE_BYTES)) ?? parent.pepper',
    to: 'parent.pepper',
    tests: ['lib/auth/lifetimes.test.ts'],
  },
  {
    name: 'retry-under-another-pepper',
    lesson: 'KY-03, P2',
    file: 'lib/auth/refresh-token.ts',
    from: 'findPepper(peppers, bytes.subarray(NONCE_BYTES)) ?? parent.pepper',
    to: 'peppers[0]!',
    tests: ['lib/auth/lifetimes.test.ts'],
  },
]
