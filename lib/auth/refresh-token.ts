import { createHash, createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * The refresh token:  jlt_rt_ base64url( pepper id 4 | session id 16 | generation 4 | secret 32 | tag 16 )
 *
 * 72 bytes are exactly 96 characters, so a token has one spelling. The tag proves, before any query and for ever, that this
 * server issued the token. Each secret is derived from its parent's and a nonce that only the database has: whoever presents
 * the parent gets the identical successor again, and a dump of the database mints nothing, not even together with the pepper.
 */
export interface RefreshToken {
  readonly pepper: Pepper
  readonly sessionId: string
  readonly generation: number
  readonly secret: Buffer
}

export interface Pepper {
  readonly id: Buffer
  readonly key: Buffer
}

const PREFIX = 'jlt_rt_'
const SPELLING = /^jlt_rt_[A-Za-z0-9_-]{96}$/
/** Half of HMAC-SHA-256's output (RFC 2104, section 5, allows no less). */
const TAG_BYTES = 16
const NONCE_BYTES = 16

/** Peppers newest first, each at least 32 bytes: the first is for whatever is issued, all are recognised. */
export function importPeppers(secrets: readonly Uint8Array[]): Pepper[] {
  if (secrets.length === 0) throw new TypeError('At least one pepper is needed')
  return secrets.map((secret) => {
    if (secret.length < 32) throw new TypeError('A pepper needs at least 32 bytes')
    return {
      id: createHash('sha256').update('pepper').update(secret).digest().subarray(0, 4),
      key: Buffer.from(secret),
    }
  })
}

/** Generation 0, with a secret of 256 random bits. */
export function firstRefreshToken(peppers: readonly Pepper[], sessionId: string): RefreshToken {
  return { pepper: peppers[0]!, sessionId, generation: 0, secret: randomBytes(32) }
}

/** The one successor of `parent` under `nonce`, which says the pepper too: a retry gets the same bytes, whatever was put in front since. */
export function successorOf(peppers: readonly Pepper[], parent: RefreshToken, nonce: string): RefreshToken {
  const bytes = Buffer.from(nonce, 'base64url')
  const pepper = findPepper(peppers, bytes.subarray(NONCE_BYTES)) ?? parent.pepper
  const secret = createHmac('sha256', parent.pepper.key).update('next').update(bytes).update(parent.secret).digest()
  return { pepper, sessionId: parent.sessionId, generation: parent.generation + 1, secret }
}

/** 128 random bits, and the pepper that the successor will be under: a session moves to the newest when it renews. */
export function newNonce(peppers: readonly Pepper[]): string {
  return Buffer.concat([randomBytes(NONCE_BYTES), peppers[0]!.id]).toString('base64url')
}

/** 128 random bits that tie a rotation to the browser that asked for it. */
export function newHolder(): string {
  return randomBytes(16).toString('base64url')
}

/** What the database keeps. The secret has 256 random bits, so a plain hash cannot be searched. */
export function hashOf(secret: Buffer | string): string {
  return hash('sha256', secret, 'base64url')
}

export function formatRefreshToken(token: RefreshToken): string {
  const body = bodyOf(token)
  return PREFIX + Buffer.concat([body, tagOf(token.pepper, body)]).toString('base64url')
}

/** Null: this server never issued it. Touches no store, and does the same work whether the session exists or not. */
export function parseRefreshToken(peppers: readonly Pepper[], text: string): RefreshToken | null {
  if (!SPELLING.test(text)) return null
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url')
  const pepper = findPepper(peppers, bytes.subarray(0, 4))
  if (!pepper) return null
  const body = bytes.subarray(0, -TAG_BYTES)
  if (!timingSafeEqual(tagOf(pepper, body), bytes.subarray(-TAG_BYTES))) return null
  return {
    pepper,
    sessionId: formatUuid(bytes.subarray(4, 20)),
    generation: bytes.readUInt32BE(20),
    secret: bytes.subarray(24, 56),
  }
}

function findPepper(peppers: readonly Pepper[], wanted: Buffer): Pepper | undefined {
  return peppers.find(({ id }) => id.equals(wanted))
}

function bodyOf({ pepper, sessionId, generation, secret }: RefreshToken): Buffer {
  const counter = Buffer.alloc(4)
  counter.writeUInt32BE(generation)
  return Buffer.concat([pepper.id, Buffer.from(sessionId.replaceAll('-', ''), 'hex'), counter, secret])
}

function tagOf(pepper: Pepper, body: Buffer): Buffer {
  return createHmac('sha256', pepper.key).update('tag').update(body).digest().subarray(0, TAG_BYTES)
}

function formatUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
