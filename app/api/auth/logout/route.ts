import { readCookie, unfinishedCookie } from '@/lib/http/cookies.ts'
import { handle } from '@/lib/server/handle.ts'
import { loggedOut } from '@/lib/server/logged-out.ts'

export const POST = handle('logout', async (context) => {
  const { auth, tokens, request } = context
  const caller = await auth.authenticate(tokens.accessToken).catch(() => null)
  // A logout that was answered 503 left its token in a cookie that only this route receives.
  const kept = readCookie(request.headers, 'unfinished')
  const refreshToken = tokens.refreshToken ?? kept
  const accessToken = tokens.accessToken ?? kept
  const receipt = await auth.logout({ refreshToken, accessToken })
  const reply = await loggedOut(context, 'logout', caller, receipt)
  const proof = refreshToken ?? accessToken
  if (receipt.pending.length > 0 && proof) reply.cookies?.push(unfinishedCookie(proof))
  return reply
})
