import { type Account, type IssuedTokens, viewOf } from '../auth/index.ts'
import { setCookie, tokenCookies, unfinishedCookie } from '../http/cookies.ts'
import type { Context, Reply } from './handle.ts'
import { DEVICE_MEMORY } from './known-device.ts'

type Opening = Context<'login'> | Context<'register'>

/** A login has opened a session: the one this browser came with ends, and every token cookie is written or cleared. */
export async function openedSession(context: Opening, opened: { account: Account } & IssuedTokens): Promise<Reply> {
  const { auth, tokens, server } = context
  const { account, session } = opened
  const { pending } = await auth.logout(tokens, 'replaced_by_login')
  const proof = tokens.refreshToken ?? tokens.accessToken
  // A notice is not worth a login: the account page asks again.
  const alarmed = (await auth.listAlarms(session).catch(() => [])).length > 0
  const now = server.now()
  return {
    body: {
      account: { id: account.id, email: account.email, createdAt: account.createdAt },
      session: viewOf(session, session.id),
      now,
      alarmed,
    },
    ...(alarmed && { goTo: '/account' }),
    cookies: [
      ...tokenCookies(opened, now),
      ...(pending.length > 0 && proof ? [unfinishedCookie(proof)] : []),
      setCookie('device', await server.attempts.deviceProof(account.email), DEVICE_MEMORY),
    ],
  }
}
