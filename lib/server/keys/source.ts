import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { AuthError, importPeppers, importSigningKeys, type Pepper, type SigningKeys } from '../../auth/index.ts'
import { EnvError } from '../env.ts'
import { type KeyEnv, keyNames, readKeys } from '../env-keys.ts'
import { log } from '../log.ts'

export interface Keys {
  readonly signing: SigningKeys
  readonly peppers: readonly Pepper[]
}

type Variables = Record<string, string | undefined>

/**
 * The file that the keys stand in: `KEYS_FILE`, or `.env.local` where its keys are those of `variables`. Null: they were given by the
 * environment, which does not change while a process runs. Throws EnvError when keys stand in two places.
 */
export function keysFileOf(root: string, variables: Variables): string | null {
  if (variables.KEYS_FILE) {
    const twice = keyNames.filter((name) => variables[name])
    if (twice.length > 0) throw new EnvError([`KEYS_FILE holds the keys: leave out ${twice.join(' and ')}`])
    return resolve(root, variables.KEYS_FILE)
  }
  const local = join(root, '.env.local')
  if (!existsSync(local)) return null
  const kept: Variables = parseEnv(readFileSync(local, 'utf8'))
  return keyNames.every((name) => (kept[name] || undefined) === (variables[name] || undefined)) ? local : null
}

/** The variables of keys that a file says, and none of its others. Throws EnvError. */
export function variablesIn(path: string): Variables {
  try {
    const said: Variables = parseEnv(readFileSync(path, 'utf8'))
    return Object.fromEntries(keyNames.map((name) => [name, said[name]]))
  } catch {
    throw new EnvError(['The file of the keys cannot be read'])
  }
}

/** Throws EnvError. */
export async function importKeys({ signingKeys, signingSecrets, peppers }: KeyEnv): Promise<Keys> {
  try {
    return { signing: await importSigningKeys([...signingKeys, ...signingSecrets]), peppers: importPeppers(peppers) }
  } catch {
    throw new EnvError(['SIGNING_KEYS: a pair whose halves do not belong together, or none that signs'])
  }
}

/**
 * The keys as they stand in the file when they are asked for, so that a change counts at the next request of every process that shares
 * the file: one look at its inode and times each (measured: 10 µs). While it cannot be used, nobody is verified: rejects with `store_unavailable`.
 */
export function followKeys(path: string): () => Promise<Keys> {
  let known: { stamp: string; keys: Promise<Keys> } | null = null
  return () => {
    // Before the text is read: a change in between is seen at the next look.
    const stamp = stampOf(path)
    if (known?.stamp !== stamp) known = { stamp, keys: read(path, known !== null) }
    return known.keys
  }
}

async function read(path: string, isChange: boolean): Promise<Keys> {
  try {
    const problems: string[] = []
    const env = readKeys(variablesIn(path), problems)
    if (problems.length > 0) throw new EnvError(problems)
    const keys = await importKeys(env)
    const { current, byId } = keys.signing
    if (isChange) log.info({ event: 'keys_changed', signs: current.kid, verify: [...byId.keys()] })
    return keys
  } catch (cause) {
    log.error({ event: 'keys_unusable', problems: (cause as EnvError).problems })
    throw new AuthError('store_unavailable', { cause })
  }
}

/** Another text of the same path has another stamp: what replaces a file has an inode of its own, what is written into it a time. */
function stampOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join()
  } catch {
    return 'unreadable'
  }
}
