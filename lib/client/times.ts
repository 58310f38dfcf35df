import type { WireSession } from '@/lib/http/schemas.ts'
import { readStored, writeStored } from './storage.ts'

/** What the tabs of one browser know of its login: times (NumericDates) and no credential. */
export interface LoginTimes {
  /** When the server said so. */
  at: number
  issuedAt: number
  accessExpiresAt: number
  /** Null: this login cannot renew itself. */
  refreshExpiresAt: number | null
}

const KEY = 'login-times'
/** Where the browser keeps nothing, each tab remembers for itself. */
let ownMemory: string | null = null

const known = (): string | null => readStored('localStorage', KEY) ?? ownMemory

export function timesOf(session: WireSession, now: number): LoginTimes {
  const { rotatedAt, accessExpiresAt, refreshExpiresAt } = session
  return { at: now, issuedAt: rotatedAt, accessExpiresAt, refreshExpiresAt }
}

/** Null: no login is known. */
export function readTimes(): LoginTimes | null {
  try {
    return JSON.parse(known() ?? 'null')
  } catch {
    return null
  }
}

/** The newest word of the server stands: a page that was rendered before a renewal says nothing new. */
export function learnTimes(times: LoginTimes): void {
  const last = readTimes()
  if (last && last.at > times.at) return
  // A page knows when its token ends, and not always when it was issued.
  const issuedAt = last?.accessExpiresAt === times.accessExpiresAt ? last.issuedAt : times.issuedAt
  write(JSON.stringify({ ...times, issuedAt }))
}

const NO_LOGIN = 'null'
export const forgetTimes = (): void => write(NO_LOGIN)

/** True: this browser was told that its login is over, and of no other since. False where nothing is known. */
export const isKnownToBeOut = (): boolean => known() === NO_LOGIN

function write(text: string): void {
  ownMemory = text
  writeStored('localStorage', KEY, text)
}

/** Seconds before the end at which an access token is renewed: a fifth of its life, at most 30. */
export function renewalMargin({ issuedAt, accessExpiresAt }: LoginTimes): number {
  return Math.min(30, (accessExpiresAt - issuedAt) / 5)
}
