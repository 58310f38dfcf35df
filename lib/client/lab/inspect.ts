/** A claim or header parameter, and which characters of the whole token spell it. */
export interface Member {
  readonly name: string
  readonly value: unknown
  readonly from: number
  readonly to: number
}

export interface Decoded {
  readonly ok: true
  readonly text: string
  /** Where the payload and the signature begin. */
  readonly payloadAt: number
  readonly signatureAt: number
  readonly header: readonly Member[]
  readonly payload: readonly Member[]
}

/** Which part is wrong, and why, in a sentence. */
export interface Malformed {
  readonly ok: false
  readonly title: string
  readonly detail: string
}

/** More than any browser puts into a cookie or a header. */
const MAX_LENGTH = 16_384

/** What a JWT says. Does NOT check the signature, nor any claim: whoever holds no key can only read. */
export function decodeToken(pasted: string): Decoded | Malformed {
  const text = pasted.trim().replace(/^(authorization: *)?bearer +/i, '')
  if (text.length > MAX_LENGTH)
    return malformed('This is too long to be a token.', 'No server would accept a header of that size.')
  const parts = text.split('.')
  if (parts.length !== 3) return wrongCount(text, parts.length)
  const payloadAt = parts[0]!.length + 1
  const signatureAt = payloadAt + parts[1]!.length + 1
  const header = membersIn(parts[0]!, 0, 'first')
  if (!Array.isArray(header)) return header
  const payload = membersIn(parts[1]!, payloadAt, 'middle')
  if (!Array.isArray(payload)) return payload
  const flaw = flawOf(parts[2]!, signatureAt)
  if (flaw) return malformed('The last part is not base64url.', flaw)
  return { ok: true, text, payloadAt, signatureAt, header, payload }
}

interface Claims {
  readonly payload: readonly Pick<Member, 'name' | 'value'>[]
}

/** Undefined: it is not there. Of two with one name the last counts, as for every parser of JSON. */
export function claimOf(token: Claims, name: string): unknown {
  return token.payload.findLast((member) => member.name === name)?.value
}

/** Seconds since 1970 (RFC 7519, section 2); null: it never says when. */
export function dateOf(token: Claims, name: 'exp' | 'iat' | 'nbf'): number | null {
  const value = claimOf(token, name)
  // The largest that a Date can hold.
  return typeof value === 'number' && Math.abs(value) <= 8.64e12 ? value : null
}

const malformed = (title: string, detail: string): Malformed => ({ ok: false, title, detail })

function wrongCount(text: string, count: number): Malformed {
  if (/^jlt_rt_/.test(text))
    return malformed('This is a refresh token of this site.', 'It is opaque: there is nothing in it to decode.')
  if (count === 5)
    return malformed('This has five parts: it is encrypted.', 'Only whom it is meant for can read it (JWE, RFC 7516).')
  const has = count === 1 ? 'This has no dot.' : `This has ${count}.`
  return malformed('This is not three parts.', `A JWT has three, divided by dots. ${has}`)
}

function membersIn(part: string, at: number, which: 'first' | 'middle'): Member[] | Malformed {
  const title = `The ${which} part is not base64url JSON.`
  const flaw = part === '' ? 'It is empty.' : flawOf(part, at)
  if (flaw) return malformed(title, flaw)
  try {
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fromBase64url(part))
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return malformed(title, 'It decodes to JSON, but not to an object with names.')
    return membersOf(json).map(({ from, to, ...member }) => ({
      ...member,
      from: at + characterOf(json, from),
      to: at + characterOf(json, to),
    }))
  } catch {
    return malformed(title, 'It decodes, but what comes out is not JSON. Perhaps a piece is missing.')
  }
}

/** Why it cannot be base64url (RFC 4648, section 5), or null. Positions count from 1 in the whole token. */
function flawOf(part: string, at: number): string | null {
  const wrong = part.search(/[^\w-]/)
  if (wrong !== -1) {
    const character = String.fromCodePoint(part.codePointAt(wrong)!)
    const why = /[+/=]/.test(character) ? 'belongs to plain base64' : 'is not one of its characters'
    return `“${character}” at position ${at + wrong + 1} ${why}.`
  }
  return part.length % 4 === 1
    ? `Its length, ${part.length}, is impossible: a character is missing, or one too many.`
    : null
}

function fromBase64url(part: string): Uint8Array {
  return Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}

/** Which character of base64url holds the first bit of that place: six bits each, so neighbours may share one. */
function characterOf(json: string, place: number): number {
  return Math.floor((new TextEncoder().encode(json.slice(0, place)).length * 4) / 3)
}

/** The members of an object, with their places in its text, which `JSON.parse` has accepted. */
function membersOf(json: string): Member[] {
  const members: Member[] = []
  let at = skip(json, json.indexOf('{') + 1)
  while (json[at] !== '}') {
    const nameEnd = endOfString(json, at)
    const valueAt = skip(json, json.indexOf(':', nameEnd) + 1)
    const to = endOfValue(json, valueAt)
    const [name, value] = [json.slice(at, nameEnd), json.slice(valueAt, to)].map((text) => JSON.parse(text))
    members.push({ name, value, from: at, to })
    at = skip(json, to)
  }
  return members
}

function skip(json: string, at: number): number {
  let next = at
  while (/[\s,]/.test(json[next]!)) next += 1
  return next
}

function endOfString(json: string, at: number): number {
  let next = at + 1
  while (json[next] !== '"') next += json[next] === '\\' ? 2 : 1
  return next + 1
}

function endOfValue(json: string, at: number): number {
  if (json[at] === '"') return endOfString(json, at)
  let [next, depth] = [at, 0]
  for (;;) {
    const character = json[next]!
    if (depth === 0 && next > at && /[\s,}\]]/.test(character)) return next
    if (character === '"') next = endOfString(json, next) - 1
    else if (/[{[]/.test(character)) depth += 1
    else if (/[}\]]/.test(character)) depth -= 1
    next += 1
    if (depth === 0 && /[}\]]/.test(character)) return next
  }
}
