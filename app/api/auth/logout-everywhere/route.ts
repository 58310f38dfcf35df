import { handle } from '@/lib/server/handle.ts'
import { loggedOut } from '@/lib/server/logged-out.ts'

export const POST = handle('logoutEverywhere', async (context) => {
  const { auth, principal, tokens } = context
  const receipt = await auth.logoutEverywhere(principal)
  return loggedOut(context, 'logout-everywhere', principal, receipt, tokens.refreshToken ?? tokens.accessToken)
})
