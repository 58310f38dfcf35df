import { cache } from 'react'
import { isAuthError, type Principal, type SessionView } from '@/lib/auth/index.ts'
import { currentPrincipal } from '@/lib/server/principal.ts'
import { getServer } from '@/lib/server/server.ts'

export type Who =
  | { status: 'guest' }
  /** The stores did not answer: nobody may claim either. */
  | { status: 'unknown' }
  /** Null: deleted or pruned, and only the access token is left. */
  | { status: 'here'; principal: Principal; email: string | null; session: SessionView | null }

/** Who is looking at this page; asked once per page, however many parts ask. Never throws for a store that is down. */
export const whoIsHere = cache(async (): Promise<Who> => {
  const { auth } = getServer()
  try {
    const principal = await currentPrincipal()
    if (!principal) return { status: 'guest' }
    const [account, session] = await Promise.all([auth.findAccount(principal), auth.findOwnSession(principal)])
    return { status: 'here', principal, email: account?.email ?? null, session }
  } catch (error) {
    if (isAuthError(error)) return { status: 'unknown' }
    throw error
  }
})
