import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { defaultOrigin, isLoopback } from './env.ts'

const NAMES = ['AUTH_SECRETS', 'REFRESH_PEPPERS'] as const
const FILE = '.env.local'

/**
 * On a loopback origin, makes the secrets that nobody has set, keeps them in `.env.local` (mode 0600), and puts them among
 * `variables`. Returns the names it made. Anywhere else it makes none, and `readEnv` refuses to start without them.
 */
export function ensureSecrets(root: string, variables: Record<string, string | undefined>): string[] {
  const origin = variables.APP_ORIGIN || defaultOrigin(variables.PORT || 3000)
  // A pair of keys signs as well; a file of keys is looked after by whoever named it.
  const given: Record<string, unknown> = {
    ...variables,
    AUTH_SECRETS: variables.AUTH_SECRETS || variables.SIGNING_KEYS,
  }
  const missing = variables.KEYS_FILE ? [] : NAMES.filter((name) => !given[name])
  if (missing.length === 0 || !URL.canParse(origin) || !isLoopback(origin)) return []
  const made = Object.fromEntries(missing.map((name) => [name, randomBytes(32).toString('base64url')]))
  const kept = keep(join(root, FILE), made)
  Object.assign(variables, kept)
  return missing.filter((name) => kept[name] === made[name])
}

/** What the file holds in the end: another first start may have been quicker. */
function keep(path: string, made: Record<string, string>): Record<string, string | undefined> {
  const text = `${Object.entries(made)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`
  if (existsSync(path)) {
    const present = parseEnv(readFileSync(path, 'utf8'))
    const absent = Object.keys(made).filter((name) => !present[name])
    chmodSync(path, 0o600)
    // A later line wins over an empty one, such as `.env.example` has.
    appendFileSync(path, `\n${absent.map((name) => `${name}=${made[name]}\n`).join('')}`)
    return Object.fromEntries(Object.keys(made).map((name) => [name, present[name] || made[name]]))
  }
  // A link appears whole or not at all, so no other process can read half a file. The draft's name is random: one that a killed
  // start left behind would be in the way of the next, which has the same process id in a container.
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, path)
    return made
  } catch {
    return keep(path, made)
  } finally {
    rmSync(draft)
  }
}
