import { readCookie } from '@/lib/http/cookies.ts'
import { handle } from '@/lib/server/handle.ts'
import { openedSession } from '@/lib/server/opened-session.ts'

export const POST = handle('login', async (context) => {
  const { auth, server, request, address, body, device } = context
  const { email, password, strategy } = body
  // The three strategies that teach are weaker on purpose: a server that is not a lab offers none of them.
  if (strategy !== 'combined' && !server.env.labs) return { problem: 'strategy_unavailable' }
  const who = { account: email, address, device: readCookie(request.headers, 'device') }
  const isNewDevice = !(await server.attempts.isKnownDevice(email, who.device))
  const opened = await server.attempts.guard(who, () => auth.login({ email, password, strategy, device, isNewDevice }))
  return 'retryAfter' in opened ? { problem: 'too_many_attempts', details: opened } : openedSession(context, opened)
})
