import { handle } from '@/lib/server/handle.ts'
import { ofOwnRun } from '@/lib/server/lab-run.ts'

/** Raw, on purpose: they are good for nothing but this run, whose guest asks. */
export const GET = handle(
  'labTokens',
  ofOwnRun(async ({ lab, play }) => {
    const kept = await lab.listTokens(play)
    const tokens = kept.map(({ runId: _runId, ...token }) => token)
    return { body: { tokens, cookies: play.sentCookies } }
  }),
)
