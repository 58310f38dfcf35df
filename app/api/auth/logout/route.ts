import { readCookie } from '@/lib/http/cookies.ts'
import { handle } from '@/lib/server/handle.ts'
import { loggedOut } from '@/lib/server/logged-out.ts'

export const POST = handle('logout', async (context) => {
  const { auth, tokens, request } = context
  const caller = await auth.authenticate(tokens.accessToken).catch(() => null)
  // A logout that was answered 503 left its token in a cookie that only this route receives.
  const unfinished = readCookie(request.headers, 'unfinished')
  const receipt = await auth.logout({ ...tokens, unfinished })
  return loggedOut(context, 'logout', caller, receipt, tokens.refreshToken ?? tokens.accessToken ?? unfinished)
})
