import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { parseEnv } from 'node:util'
import { type KeyEnv, keyNames, readKeys } from '../env-keys.ts'

const KEY_LINE = new RegExp(`^\\s*(export\\s+)?(${keyNames.join('|')})\\s*=`)

/** Why a change was not made. Holds no value. */
export class KeysError extends Error {
  override name = 'KeysError'
}

/** The keys that a file says. Throws KeysError. */
export function keysIn(path: string): KeyEnv {
  return keysOf(textOf(path))
}

/**
 * Replaces the keys in a file of `NAME=value` lines and leaves the rest of it as it is: whole or not at all, mode 0600, on the disk when
 * it returns. One change at a time: a draft beside the file is the lock. Throws KeysError.
 */
export async function changeKeys(path: string, change: (keys: KeyEnv) => Promise<KeyEnv>): Promise<KeyEnv> {
  const file = realpathSync(path)
  // Another owner's file, renamed over, would be one that its server cannot read.
  if (statSync(file).uid !== process.getuid?.()) throw new KeysError(`Only the owner of ${path} can change it`)
  const draft = `${file}.draft`
  const descriptor = openDraft(draft)
  try {
    const text = textOf(file)
    const keys = await change(keysOf(text))
    writeSync(descriptor, withKeys(text, keys))
    fsyncSync(descriptor)
    renameSync(draft, file)
    flush(dirname(file))
    return keys
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
  }
}

/** The same text with other keys. Throws KeysError where it would not be read as that, such as after a value of several lines. */
export function withKeys(text: string, { signingSecrets, signingKeys, peppers }: KeyEnv): string {
  const list = (secrets: Uint8Array[]) => secrets.map((one) => Buffer.from(one).toString('base64url')).join(',')
  const values = {
    AUTH_SECRETS: list(signingSecrets),
    SIGNING_KEYS: signingKeys.length > 0 ? `'${JSON.stringify({ keys: signingKeys })}'` : '',
    REFRESH_PEPPERS: list(peppers),
  }
  const kept = text.split('\n').filter((line) => !KEY_LINE.test(line))
  while (kept.at(-1) === '') kept.pop()
  const lines = keyNames.flatMap((name) => (values[name] ? [`${name}=${values[name]}`] : []))
  const changed = `${[...kept, ...lines].join('\n')}\n`
  const expected = Object.fromEntries(keyNames.map((name) => [name, values[name].replace(/^'|'$/g, '')]))
  const wanted = { ...parseEnv(text), ...expected }
  const got = { ...Object.fromEntries(keyNames.map((name) => [name, ''])), ...parseEnv(changed) }
  const names = new Set([...Object.keys(wanted), ...Object.keys(got)]) as Set<keyof typeof wanted>
  for (const name of names)
    if (wanted[name] !== got[name]) throw new KeysError(`${name} stands in a form that only an editor can change`)
  readKeysOrThrow(got)
  return changed
}

const keysOf = (text: string) => readKeysOrThrow(parseEnv(text))

function readKeysOrThrow(variables: Record<string, string | undefined>): KeyEnv {
  const problems: string[] = []
  const keys = readKeys(variables, problems)
  if (problems.length > 0) throw new KeysError(problems.join('\n'))
  return keys
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new KeysError(`${path} cannot be read`)
  }
}

function openDraft(draft: string): number {
  try {
    return openSync(draft, 'wx', 0o600)
  } catch (error) {
    const isLocked = (error as { code?: string }).code === 'EEXIST'
    throw new KeysError(
      isLocked
        ? `Another change is being made. If it was killed, remove ${draft}`
        : `${dirname(draft)} cannot be written`,
    )
  }
}

/** A rename is on the disk when its folder is. */
function flush(folder: string): void {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
