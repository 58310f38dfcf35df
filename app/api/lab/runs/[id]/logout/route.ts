import { clearedLabCookies, labCookies, readLabTokens } from '@/lib/http/lab-cookies.ts'
import { problemCodeOf } from '@/lib/http/problem.ts'
import { handle } from '@/lib/server/handle.ts'
import { ofAnyRun, sendToBrowser } from '@/lib/server/lab-run.ts'

/** Ends what the scope says, by the product's verbs; this browser's cookies go, or are those of the new session. */
export const POST = handle(
  'labLogout',
  ofAnyRun(async ({ lab, play, presenter, request, body, server }) => {
    const { id } = play.row
    const done = await lab.logout(play, body.scope, readLabTokens(request.headers, id), presenter)
    if (!done.ok) return { problem: problemCodeOf(done.code as 'session_revoked') }
    const { t0, sessions, tokens, leaves } = done
    const cookies = tokens ? labCookies(id, tokens, server.now()) : leaves ? clearedLabCookies(id) : []
    return { body: { t0, sessions }, cookies: sendToBrowser(play, presenter, cookies) }
  }),
)
