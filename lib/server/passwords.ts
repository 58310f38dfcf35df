import { availableParallelism } from 'node:os'
import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { dictionary } from '@zxcvbn-ts/language-common'
import pLimit from 'p-limit'
import { AuthError, PASSWORD_LENGTH, type PasswordHasher } from '../auth/index.ts'

/** OWASP Password Storage: argon2id with 19 MiB, two passes, one lane. */
const PARAMETERS = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const PREFIX = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`
/** One core stays free, and three of libuv's four threads: verifying tokens runs on them too. */
const AT_ONCE = Math.max(1, availableParallelism() - 1)
/** Waiting hashes; at about 10 ms each, the last one waits a second. More are refused and may come back. */
const QUEUE = 100

export async function createPasswordHasher(): Promise<PasswordHasher> {
  const gate = pLimit(AT_ONCE)
  const gated = <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (gate.pendingCount >= QUEUE) throw new AuthError('store_unavailable')
    return gate(work)
  }
  const common = new Set(dictionary['passwords-common'].filter((word) => word.length >= PASSWORD_LENGTH.min))
  return {
    hash: async (password) => gated(() => hash(password, PARAMETERS)),
    verify: async (stored, password) => gated(() => verify(stored, password)),
    isOutdated: (stored) => !stored.startsWith(PREFIX),
    isCommon: (password) => common.has(password.toLowerCase()),
    decoy: await hash(crypto.randomUUID(), PARAMETERS),
  }
}
