import { AuthError } from './errors.ts'
import type { PasswordHasher } from './ports.ts'

/** Characters as people count them (code points). No composition rules (NIST SP 800-63B). */
export const PASSWORD_LENGTH = { min: 8, max: 128 } as const

/** One spelling for one address: "Ｍina@Example.ORG " and "mina@example.org" are the same account. */
export function normaliseEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}

/** One spelling for one password: the same key presses give different code points on different systems. */
export function normalisePassword(password: string): string {
  return password.normalize('NFC')
}

/** Throws `password_unsuitable`: too short, too long, or among the most used. */
export function requireSuitablePassword(hasher: PasswordHasher, password: string): void {
  const length = [...password].length
  if (length < PASSWORD_LENGTH.min || length > PASSWORD_LENGTH.max || hasher.isCommon(password)) {
    throw new AuthError('password_unsuitable')
  }
}
