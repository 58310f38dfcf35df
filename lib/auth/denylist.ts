import { eraOf } from './era.ts'
import type { Account, AuthStore, Denial, Denylist, Session } from './ports.ts'
import type { Principal } from './principal.ts'
import type { Strategies } from './strategies.ts'

/**
 * Seconds a denial outlives the last token it covers. More than the verifier's tolerance plus twice the skew between
 * instances, or a denied token revives for a moment on the slowest clock.
 */
export const SKEW_MARGIN = 60

/** Seconds: no access token may live longer (`lib/server/env.ts`). */
export const LONGEST_ACCESS = 86_400

// Never the token's text or its hash: one JWT has many spellings that verify.
/** Asked for, and written by nobody: also a revocation (RFC 7009) ends the session. It is for ending one token of it. */
const tokenKey = (tokenId: string) => `jti:${tokenId}`
const sessionKey = (sessionId: string) => `sid:${sessionId}`
const versionKey = (accountId: string, version: number) => `ver:${accountId}:${version}`
const eraKey = (era: number) => `era:${era}`

/** What a check asks for, in one round trip. Membership only: no clock, nothing a slow writer could overwrite. */
export function keysOf(principal: Principal): string[] {
  const { tokenId, sessionId, accountId, version } = principal
  return [tokenKey(tokenId), sessionKey(sessionId), versionKey(accountId, version), eraKey(eraOf(version))]
}

/** Every access token of one session, the one just renewed in another tab included. Empty when nothing is left to deny. */
export function denySession(strategies: Strategies, session: Session, now: number): Denial[] {
  return strategies[session.strategy].denies ? denial(sessionKey(session.id), session.accessUntil, now) : []
}

/** Every access token that carries the account's version, which the caller retires in the same transaction. */
export function denyVersion(strategies: Strategies, account: Account, open: Session[], now: number): Denial[] {
  const lives = open.filter(({ strategy }) => strategies[strategy].denies).map(({ accessUntil }) => accessUntil)
  return denial(versionKey(account.id, account.version), Math.max(0, ...lives), now)
}

/** Every access token of every account that was issued in an era, whatever the lifetimes were then. */
export function denyEra(era: number, now: number): Denial[] {
  return denial(eraKey(era), now + LONGEST_ACCESS, now)
}

function denial(key: string, accessUntil: number, now: number): Denial[] {
  const until = Math.ceil(accessUntil + SKEW_MARGIN)
  return until > now ? [{ key, until }] : []
}

/** First the denylist, then the database where it cannot answer. Throws when neither can: unknown is not "not revoked". */
export function findDenied(stores: { denylist: Denylist; store: AuthStore }, keys: string[]): Promise<string | null> {
  return stores.denylist.find(keys).catch(() => stores.store.findDenied(keys))
}

/**
 * Tells the denylist what the database has committed; returns what it has not confirmed. The rest stays in the database's
 * outbox, which `drain` empties.
 */
export async function publish(stores: { denylist: Denylist; store: AuthStore }, denials: Denial[]): Promise<Denial[]> {
  if (denials.length === 0) return []
  try {
    await stores.denylist.deny(denials)
    await stores.store.settleDenials(denials.map(({ key }) => key))
    return []
  } catch {
    return denials
  }
}

/** Sends what an earlier logout could not. True: the outbox is empty. */
export async function drain(stores: { denylist: Denylist; store: AuthStore }, batch = 500): Promise<boolean> {
  let sent = ''
  for (;;) {
    const pending = await stores.store.listPendingDenials(batch)
    const first = pending[0]?.key
    if (first === undefined) return true
    // A store that settles nothing would keep us here for ever.
    if (first === sent || (await publish(stores, pending)).length > 0) return false
    sent = first
  }
}

/** Copies every denial in force into a denylist that starts empty. */
export async function rebuild(stores: { denylist: Denylist; store: AuthStore }, batch = 500): Promise<void> {
  let after = ''
  for (;;) {
    const denials = await stores.store.listDenials({ after, limit: batch })
    if (denials.length > 0) await stores.denylist.deny(denials)
    if (denials.length < batch) return
    after = denials.at(-1)!.key
  }
}
