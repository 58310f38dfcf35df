import type { WireReceipt } from '@/lib/http/schemas.ts'
import { NO_ANSWER, refusalOf } from './answer.ts'
import { authFetch } from './auth-fetch.ts'
import { withStepUp } from './step-up.ts'

export type EndResult = { ok: true; receipt: WireReceipt } | { ok: false; title: string }

/** Ends one other session of this account. Says nothing before the server has. */
export async function endSession(id: string): Promise<EndResult> {
  try {
    const response = await withStepUp(() => authFetch(`/api/auth/sessions/${id}`, { method: 'DELETE' }))
    if (response.ok) return { ok: true, receipt: await response.json() }
    const { code, title, receipt } = await refusalOf(response)
    if (receipt)
      return {
        ok: false,
        title: 'Ended, but not confirmed everywhere yet: a copy may still work. The server goes on trying.',
      }
    const store = 'Still logged in there. The server could not reach its session store. Try again.'
    return { ok: false, title: code === 'store_unavailable' ? store : title }
  } catch {
    return { ok: false, title: `${NO_ANSWER}: that device may still be logged in. Try again.` }
  }
}
