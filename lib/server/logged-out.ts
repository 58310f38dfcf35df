import type { Principal, Receipt } from '../auth/index.ts'
import { clearedTokenCookies } from '../http/cookies.ts'
import type { Context, Reply } from './handle.ts'
import { receiptCookie, type ShownReceipt, wireReceipt } from './receipt.ts'

/** This browser is out, whatever the stores said; what is not confirmed answers 503, says so, and keeps `proof` for another try. */
export async function loggedOut(
  { auth, server }: Pick<Context<'logout'>, 'auth' | 'server'>,
  action: ShownReceipt['action'],
  caller: Principal | null,
  receipt: Receipt,
  proof: string | null,
): Promise<Reply> {
  const wire = wireReceipt(receipt, true)
  const sessions = caller && (await auth.listSessions(caller).catch(() => null))
  const othersOpen =
    sessions?.filter(
      ({ endedAt, current, refreshExpiresAt, accessExpiresAt }) =>
        endedAt === null && !current && server.now() < (refreshExpiresAt ?? accessExpiresAt),
    ).length ?? null
  const cookies = [
    ...clearedTokenCookies(receipt.pending.length > 0 ? proof : null),
    receiptCookie({ action, at: server.now(), othersOpen, receipt: wire }),
  ]
  if (receipt.pending.length === 0) return { body: wire, cookies }
  return { problem: 'store_unavailable', details: { receipt: wire }, cookies, goTo: '/logged-out' }
}
