import { createHmac, timingSafeEqual } from 'node:crypto'
import { normaliseEmail, type Pepper } from '../auth/index.ts'

/** Seconds that a browser is remembered as one that has logged in before. */
export const DEVICE_MEMORY = 180 * 86_400

/**
 * Proof that a browser has logged in to an account before. It passes one limit, the account-wide one, so that somebody who
 * guesses at a victim's password from many addresses cannot lock the victim out. It authenticates nobody.
 */
export function knownDevice(peppers: readonly Pepper[]) {
  const proof = ({ key }: Pepper, email: string) =>
    createHmac('sha256', key).update('device').update(normaliseEmail(email)).digest()
  return {
    issue: (email: string): string => proof(peppers[0]!, email).toString('base64url'),
    isKnown(email: string, presented: string | null): boolean {
      const bytes = Buffer.from(presented ?? '', 'base64url')
      return peppers.some((pepper) => bytes.length === 32 && timingSafeEqual(proof(pepper, email), bytes))
    },
  }
}
