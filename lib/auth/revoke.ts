import { verifyAccessToken } from './access-token.ts'
import type { AuthDeps } from './deps.ts'
import { logout } from './logout.ts'
import type { Receipt } from './receipt.ts'

/**
 * Revocation (RFC 7009) of an access or a refresh token: the logout of the session that it names. Null: an access token of a strategy
 * that denies nothing; it cannot be called back, and nothing was changed. A text that is no living token of ours ends nothing.
 */
export async function revoke(deps: AuthDeps, token: string): Promise<Receipt | null> {
  const principal = await verifyAccessToken(deps, token, deps.now()).catch(() => null)
  if (principal && !deps.strategies[principal.strategy].denies) return null
  return logout(deps, { accessToken: token, refreshToken: token })
}
