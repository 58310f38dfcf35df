import { labCookies, readLabTokens } from '@/lib/http/lab-cookies.ts'
import type { ProblemCode } from '@/lib/http/problem.ts'
import { handle } from '@/lib/server/handle.ts'
import { ofAnyRun, sendToBrowser } from '@/lib/server/lab-run.ts'

/** As the product's own route: a refusal touches no cookie. */
export const POST = handle(
  'labRefresh',
  ofAnyRun(async ({ lab, play, presenter, request, received, server }) => {
    const tokens = readLabTokens(request.headers, play.row.id)
    const done = await lab.refresh(play, tokens, presenter, received)
    if (!done.ok) return { problem: done.code as ProblemCode }
    const { token, outcome, expiresAt } = done
    const cookies = done.tokens ? labCookies(play.row.id, done.tokens, server.now()) : []
    return { body: { token, outcome, expiresAt }, cookies: sendToBrowser(play, presenter, cookies) }
  }),
)
