import { viewOf } from '@/lib/auth/index.ts'
import { tokenCookies } from '@/lib/http/cookies.ts'
import { handle } from '@/lib/server/handle.ts'

/** The only route that rotates. A refusal touches no cookie: it may be the loser of a race whose winner has just set them. */
export const POST = handle('refresh', async ({ auth, tokens: presented, server }) => {
  const { session, tokens } = await auth.refresh(presented)
  const now = server.now()
  return { body: { session: viewOf(session, session.id), now }, cookies: tokens ? tokenCookies(tokens, now) : [] }
})
