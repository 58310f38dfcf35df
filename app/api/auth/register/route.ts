import { handle } from '@/lib/server/handle.ts'
import { openedSession } from '@/lib/server/opened-session.ts'

export const POST = handle('register', async (context) => {
  const { auth, server, address, body, device } = context
  const refusal = await server.attempts.register(address)
  if (refusal) return { problem: 'too_many_attempts', details: refusal }
  const { email, password } = body
  return openedSession(context, await auth.register({ email, password, strategy: 'combined', device }))
})
