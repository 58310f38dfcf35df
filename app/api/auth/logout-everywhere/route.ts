import { handle } from '@/lib/server/handle.ts'
import { loggedOut } from '@/lib/server/logged-out.ts'

export const POST = handle('logoutEverywhere', async (context) => {
  const { auth, principal } = context
  return loggedOut(context, 'logout-everywhere', principal, await auth.logoutEverywhere(principal))
})
