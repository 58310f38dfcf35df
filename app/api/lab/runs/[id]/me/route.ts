import type { Principal } from '@/lib/auth/index.ts'
import { readLabTokens } from '@/lib/http/lab-cookies.ts'
import { problem } from '@/lib/http/problem.ts'
import { handle } from '@/lib/server/handle.ts'
import { ofAnyRun } from '@/lib/server/lab-run.ts'

/** What everybody wants: 200 or 401. The answer says as little as that of /api/me; its cost is in `Server-Timing`. */
export const GET = handle(
  'labMe',
  ofAnyRun(async ({ lab, play, presenter, request, received }) => {
    const { accessToken } = readLabTokens(request.headers, play.row.id)
    const used = await lab.use(play, accessToken, presenter, received)
    const response = used.ok ? Response.json(bodyOf(used.principal)) : problem(refusalOf(used.code))
    response.headers.set('cache-control', 'no-store')
    response.headers.set('server-timing', used.timing)
    return response
  }),
)

const bodyOf = ({ accountId, sessionId, strategy, generation }: Principal) => ({
  account: { id: accountId },
  session: { id: sessionId, strategy, generation },
})

const refusalOf = (code: string) => (code === 'store_unavailable' ? code : 'invalid_token')
