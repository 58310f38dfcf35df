import { errors, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose'
import { AuthError } from './errors.ts'
import type { Session } from './ports.ts'
import type { Principal } from './principal.ts'
import type { SigningAlgorithm, SigningKeys } from './signing-keys.ts'
import type { Strategies, Strategy } from './strategies.ts'

/** Whatever else a token names is refused before a key is looked for (RFC 8725, section 3.1). */
const ALGORITHMS: SigningAlgorithm[] = ['HS256', 'EdDSA']
/** Tells an access token from every other JWT (RFC 9068, section 2.1). */
const TYP = 'at+jwt'
/** Seconds that another instance's clock may be ahead when it dates a token. `exp` has no tolerance at all. */
const IAT_TOLERANCE = 5
/** Longer than any token issued here; refused before it is split or decoded. */
const MAX_LENGTH = 4096

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export interface TokenRules {
  readonly keys: SigningKeys
  readonly strategies: Strategies
  readonly issuer: string
  readonly audience: string
}

/** `exp` of an access token issued at `now`: whole seconds (RFC 7519, section 2), so a life is up to one second short. */
export function accessExpiry(strategies: Strategies, strategy: Strategy, now: number): number {
  return Math.floor(now) + strategies[strategy].accessLifetime
}

export function issueAccessToken(rules: TokenRules, session: Session, now: number): Promise<string> {
  return new SignJWT({
    sid: session.id,
    strategy: session.strategy,
    ver: session.openedVersion,
    gen: session.generation,
  })
    .setProtectedHeader({ alg: rules.keys.current.alg, typ: TYP, kid: rules.keys.current.kid })
    .setIssuer(rules.issuer)
    .setAudience(rules.audience)
    .setSubject(session.accountId)
    .setJti(crypto.randomUUID())
    .setIssuedAt(Math.floor(now))
    .setExpirationTime(accessExpiry(rules.strategies, session.strategy, now))
    .sign(rules.keys.current.key)
}

/**
 * The claims of a token that this server signed, for this audience, and that has not expired; throws AuthError otherwise.
 * Does NOT ask whether it was revoked: `authenticate` does.
 */
export async function verifyAccessToken(rules: TokenRules, token: string, now: number): Promise<Principal> {
  requireCanonical(token)
  const { payload } = await jwtVerify(token, (header) => keyFor(rules.keys, header), {
    algorithms: ALGORITHMS,
    typ: TYP,
    issuer: rules.issuer,
    currentDate: new Date(now * 1000),
  }).catch((error) => {
    throw refusal(error)
  })
  // jose takes `aud` as a list too, and checks presence, not type: the shapes are checked here.
  if (payload.aud !== rules.audience) throw new AuthError('wrong_audience')
  const { sub, sid, jti, iat, exp, nbf, ver, gen, strategy } = payload as Record<string, unknown>
  if (!isUuid(sub) || !isUuid(sid) || !isUuid(jti)) throw new AuthError('malformed')
  if (!isCount(iat) || !isCount(exp) || !isCount(ver) || !isCount(gen)) throw new AuthError('malformed')
  if (typeof strategy !== 'string') throw new AuthError('malformed')
  // Never issued: a token with a beginning of its own would have to be asked for it at every check.
  if (nbf !== undefined) throw new AuthError('malformed')
  const principal: Principal = Object.freeze({
    accountId: sub,
    sessionId: sid,
    tokenId: jti,
    strategy: strategy as Strategy,
    version: ver,
    generation: gen,
    issuedAt: iat,
    expiresAt: exp,
  })
  requireInTime(rules, principal, now)
  return principal
}

/** What time or configuration can change about a genuine token, to be asked at every check. `exp` has no tolerance. Throws AuthError. */
export function requireInTime({ strategies }: TokenRules, principal: Principal, now: number): void {
  const { strategy, issuedAt, expiresAt } = principal
  if (expiresAt <= now) throw new AuthError('expired')
  if (!Object.hasOwn(strategies, strategy)) throw new AuthError('malformed')
  const life = expiresAt - issuedAt
  if (life <= 0 || life > strategies[strategy].accessLifetime || issuedAt > now + IAT_TOLERANCE)
    throw new AuthError('malformed')
}

/** One spelling per token: jose tolerates padding, white space and unused trailing bits, all with the same signature. */
function requireCanonical(token: string): void {
  const segments = token.length <= MAX_LENGTH ? token.split('.') : []
  const canonical = segments.every(
    (text) => text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text,
  )
  if (segments.length !== 3 || !canonical) throw new AuthError('malformed')
}

/** Only `kid` is read, only against the configured keys: `jwk`, `jku` and `x5u` are never looked at (RFC 8725, section 3.10). */
function keyFor(keys: SigningKeys, header: JWTHeaderParameters): CryptoKey {
  const known = Object.keys(header).every((name) => name === 'alg' || name === 'typ' || name === 'kid')
  if (!known || typeof header.kid !== 'string' || typeof header.typ !== 'string') throw new AuthError('malformed')
  const found = keys.byId.get(header.kid)
  // A public key is no secret of HMAC's: the key says what it is for (CVE-2015-9235).
  if (found?.alg !== header.alg) throw new AuthError('bad_signature')
  return found.key
}

function refusal(error: unknown): AuthError {
  if (error instanceof AuthError) return error
  if (error instanceof errors.JWTExpired) return new AuthError('expired')
  if (error instanceof errors.JWSSignatureVerificationFailed) return new AuthError('bad_signature')
  if (error instanceof errors.JOSEAlgNotAllowed) return new AuthError('bad_signature')
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'typ') return new AuthError('wrong_type')
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss') return new AuthError('wrong_audience')
  return new AuthError('malformed')
}

const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
