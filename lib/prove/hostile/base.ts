import { createHmac, type KeyObject, sign as signWith } from 'node:crypto'

/** Of the verification list, in its order. `transport` is not about the text of a token: see transport.ts. */
export const groups = [
  ...(['alg', 'keyref', 'crit', 'typ', 'time', 'claims', 'jti'] as const),
  ...(['sig', 'malleable', 'structure', 'payload'] as const),
]
export type Group = (typeof groups)[number]

export interface HostileToken {
  group: Group
  title: string
  token: string
}

/** What the table is made from. Most of its tokens are signed with the real secret: an issuer's bug, or a second issuer with the key. */
export interface Base {
  secret: Uint8Array
  kid: string
  /** Another key that the verifier holds: a pair of Ed25519. */
  pair?: { kid: string; privateKey: KeyObject; publicKey: KeyObject } | undefined
  claims: Claims
  accessToken: string
  /** Origin of a listener that nobody may connect to: it stands wherever a verifier could be lured into fetching a key. */
  listener: string
}

export interface Claims {
  iss: string
  aud: string
  sub: string
  sid: string
  jti: string
  strategy: string
  iat: number
  exp: number
  ver: number
  gen: number
}

export function baseOf(accessToken: string, secret: Uint8Array, listener: string, pair?: Base['pair']): Base {
  const [header, claims] = accessToken
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
  return { secret, kid: header.kid, pair, claims, accessToken, listener }
}

export type Titled = readonly [title: string, token: string]

export const inGroup = (group: Group, cases: Titled[]): HostileToken[] =>
  cases.map(([title, token]) => ({ group, title, token }))

/** Values are JSON text, for what JSON.stringify cannot say; undefined leaves the member out. */
export type Members = Record<string, string | undefined>

const membersOf = (value: object): Members =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, JSON.stringify(member)]))

function textOf(members: Members): string {
  const present = Object.entries(members).filter(([, value]) => value !== undefined)
  return `{${present.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`
}

export const claimsText = ({ claims }: Base, changes: Members = {}) => textOf({ ...membersOf(claims), ...changes })
export const headerText = ({ kid }: Base, changes: Members = {}) =>
  textOf({ ...membersOf({ alg: 'HS256', typ: 'at+jwt', kid }), ...changes })

export const encode = (part: string | Uint8Array) => Buffer.from(part).toString('base64url')
export const inputOf = (header: string | Uint8Array, payload: string | Uint8Array) =>
  `${encode(header)}.${encode(payload)}`

/** HMAC over the text before the second dot, whatever it is (RFC 7515, section 5.1). */
export const sign = (input: string, key: Uint8Array | string, hash = 'sha256') =>
  `${input}.${createHmac(hash, key).update(input).digest('base64url')}`

/** Ed25519 over the same text (RFC 8037, section 3.1). */
export const signByPair = (input: string, privateKey: KeyObject) =>
  `${input}.${signWith(null, Buffer.from(input), privateKey).toString('base64url')}`

/** The real claims under another header, signed with the real secret unless told. */
export const under = (base: Base, header: Members, key: Uint8Array | string = base.secret, hash = 'sha256') =>
  sign(inputOf(headerText(base, header), claimsText(base)), key, hash)

/** Other claims under the real header, signed with the real secret. */
export const saying = (base: Base, claims: Members) => sealed(base, claimsText(base, claims))

/** Any payload under the real header, signed with the real secret. */
export const sealed = (base: Base, payload: string | Uint8Array) =>
  sign(inputOf(headerText(base), payload), base.secret)

/** The three parts of the token as it was issued. */
export const partsOf = ({ accessToken }: Base) => accessToken.split('.') as [string, string, string]
