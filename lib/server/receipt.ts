import { headers } from 'next/headers'
import { z } from 'zod'
import type { Receipt } from '../auth/index.ts'
import { readCookie, setCookie } from '../http/cookies.ts'
import { receipt as receiptSchema, seconds, type WireReceipt } from '../http/schemas.ts'

/** Seconds that /logged-out can tell what the last logout did. */
const SHOWN_FOR = 600
/** Sessions that fit in a cookie by name; the count is always whole. */
const NAMED = 8

const shown = z.object({
  action: z.enum(['logout', 'logout-everywhere']),
  at: seconds,
  endedCount: z.int(),
  /** Other sessions of the account that are still open; null: not known. */
  othersOpen: z.int().nullable(),
  receipt: receiptSchema,
})
export type ShownReceipt = z.infer<typeof shown>

/** Cleared cookies are part of what a logout did. */
export function wireReceipt(receipt: Receipt, cookiesCleared: boolean): WireReceipt {
  return { ...receipt, cookiesCleared }
}

/** For the page that a logout leads to; holds session ids and times, no credential. */
export function receiptCookie(given: Omit<ShownReceipt, 'endedCount'>): string {
  const { ended } = given.receipt
  const short: ShownReceipt = {
    ...given,
    endedCount: ended.length,
    receipt: { ...given.receipt, ended: ended.slice(0, NAMED), pending: given.receipt.pending.slice(0, NAMED) },
  }
  return setCookie('receipt', Buffer.from(JSON.stringify(short)).toString('base64url'), SHOWN_FOR)
}

/** Null: nothing was logged out here lately. */
export async function readReceipt(): Promise<ShownReceipt | null> {
  const value = readCookie(await headers(), 'receipt')
  if (!value) return null
  try {
    return shown.parse(JSON.parse(Buffer.from(value, 'base64url').toString()))
  } catch {
    return null
  }
}
