import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const FILE = join(import.meta.dirname, '../../test-results/secrets')
const known = new Set<string>()

/** Shorter ones would be found by chance. */
const MIN_LENGTH = 12

/** A token, password, cookie or key that the suite has seen: it may appear in no log, page, payload or URL. */
export function remember(secret: string): void {
  if (secret.length < MIN_LENGTH || known.has(secret)) return
  known.add(secret)
  mkdirSync(dirname(FILE), { recursive: true })
  appendFileSync(FILE, `${secret}\n`)
}

const CREDENTIAL_COOKIES = /^(__Host-access|__Secure-(refresh|holder|unfinished|device))=([^;]+)/

export function rememberCookies(setCookieLines: string[]): void {
  for (const line of setCookieLines) remember(CREDENTIAL_COOKIES.exec(line)?.[3] ?? '')
}

/** Secrets of this process that stand in `text`. */
export function findSecrets(text: string): string[] {
  return [...known].filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
}

/** Secrets of the whole run, from every worker. */
export function allSecrets(): string[] {
  return existsSync(FILE) ? [...new Set(readFileSync(FILE, 'utf8').split('\n').filter(Boolean))] : []
}
