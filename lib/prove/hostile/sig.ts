import { createHash, createHmac } from 'node:crypto'
import { type Base, claimsText, encode, headerText, inGroup, inputOf, partsOf, type Titled } from './base.ts'

/** Order of the group of P-256. */
const N = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'

/** No signature but the one over these very bytes by the real key. */
export const sigTokens = (base: Base) =>
  inGroup('sig', [...changed(base), ...ofOtherLength(base), ...ofOtherText(base), ...psychic(base)])

function changed(base: Base): Titled[] {
  const { replaced, signature } = tools(base)
  const flips = Array.from({ length: 32 }, (_, at): Titled => {
    const bytes = Buffer.from(signature)
    bytes[at]! ^= 1 << (at % 8)
    return [`one bit flipped in byte ${at}`, replaced(bytes)]
  })
  return [
    ...flips,
    ['all zero', replaced(Buffer.alloc(32))],
    ['all ones', replaced(Buffer.alloc(32, 255))],
    ['every bit flipped', replaced(signature.map((byte) => ~byte))],
    ['backwards', replaced(Buffer.from(signature).reverse())],
    ['its halves exchanged', replaced(Buffer.concat([signature.subarray(16), signature.subarray(0, 16)]))],
  ]
}

function ofOtherLength(base: Base): Titled[] {
  const { replaced, signature } = tools(base)
  const more = (bytes: Uint8Array) => replaced(Buffer.concat([signature, bytes]))
  return [
    ...[1, 2, 4, 8, 10, 12, 16, 20, 24, 28, 30, 31].map(
      (length): Titled => [`cut to its first ${length} bytes`, replaced(signature.subarray(0, length))],
    ),
    ...[1, 4, 16, 31].map(
      (length): Titled => [`without its first ${length} bytes`, replaced(signature.subarray(length))],
    ),
    ['with a zero byte more', more(Buffer.alloc(1))],
    ['after a zero byte', replaced(Buffer.concat([Buffer.alloc(1), signature]))],
    ['filled up to 48 bytes', more(Buffer.alloc(16))],
    ['filled up to 64 bytes', more(Buffer.alloc(32))],
    ['twice', more(signature)],
    [
      'followed by that of HS512',
      more(
        createHmac('sha512', base.secret)
          .update(inputOf(headerText(base), claimsText(base)))
          .digest(),
      ),
    ],
    ['a kilobyte long', more(Buffer.alloc(1024))],
    ['in hexadecimal', replaced(signature.toString('hex'))],
    ['encoded twice', replaced(signature.toString('base64url'))],
  ]
}

/** Right over something else than `header.payload`. */
function ofOtherText(base: Base): Titled[] {
  const { replaced } = tools(base)
  const [header, payload, signature] = partsOf(base)
  const over = (text: string) => replaced(createHmac('sha256', base.secret).update(text).digest())
  const admin = encode(claimsText(base, { sub: '"00000000-0000-4000-8000-000000000000"' }))
  return [
    ['over the header alone', over(header)],
    ['over the payload alone', over(payload)],
    ['over both without the dot', over(header + payload)],
    ['over the payload and the header', over(`${payload}.${header}`)],
    ['over the decoded parts', over(headerText(base) + claimsText(base))],
    ['over the decoded claims', over(claimsText(base))],
    ['over a dot more', over(`${header}.${payload}.`)],
    ['over a line end more', over(`${header}.${payload}\n`)],
    ['over the whole token', over(base.accessToken)],
    ['over nothing', over('')],
    ['of the account, not of the token', over(base.claims.sub)],
    ['of another payload', `${header}.${admin}.${signature}`],
    ['of another header', `${encode(headerText(base, { typ: '"AT+JWT"' }))}.${payload}.${signature}`],
    ['a hash without a key', replaced(createHash('sha256').update(`${header}.${payload}`).digest())],
    [
      'a hash of secret and text',
      replaced(createHash('sha256').update(base.secret).update(`${header}.${payload}`).digest()),
    ],
    ['key and text exchanged', replaced(createHmac('sha256', `${header}.${payload}`).update(base.secret).digest())],
    ['of a signature', replaced(createHmac('sha256', base.secret).update(signature).digest())],
    ['the secret’s name', replaced(base.kid)],
    ['the header again', `${header}.${payload}.${header}`],
    ['the payload again', `${header}.${payload}.${payload}`],
  ]
}

/** CVE-2022-21449: `(0, 0)` was a valid ECDSA signature of everything; and the other values that a verifier must look at. */
function psychic(base: Base): Titled[] {
  const last = (BigInt(`0x${N}`) - 1n).toString(16)
  const values = { 0: '0'.repeat(64), 1: '1'.padStart(64, '0'), 'n-1': last, n: N }
  const input = (alg: string) => inputOf(headerText(base, { alg: JSON.stringify(alg) }), claimsText(base))
  const pairs = Object.entries(values).flatMap(([r, first]) =>
    Object.entries(values).map(
      ([s, second]): Titled => [
        `ES256 of (${r}, ${s})`,
        `${input('ES256')}.${encode(Buffer.from(first + second, 'hex'))}`,
      ],
    ),
  )
  return [
    ...pairs,
    ['ES256 of (0, 0) in DER', `${input('ES256')}.${encode(Buffer.from('3006020100020100', 'hex'))}`],
    ['ES512 of zeros', `${input('ES512')}.${encode(Buffer.alloc(132))}`],
    ['EdDSA of zeros', `${input('EdDSA')}.${encode(Buffer.alloc(64))}`],
    ['EdDSA of the neutral point', `${input('EdDSA')}.${encode(Buffer.from(`01${'00'.repeat(63)}`, 'hex'))}`],
    ['RS256 of zeros', `${input('RS256')}.${encode(Buffer.alloc(256))}`],
    ['RS256 of one', `${input('RS256')}.${encode(Buffer.from(`${'00'.repeat(255)}01`, 'hex'))}`],
  ]
}

function tools(base: Base) {
  const [header, payload, signature] = partsOf(base)
  return {
    signature: Buffer.from(signature, 'base64url'),
    replaced: (bytes: Uint8Array | string) => `${header}.${payload}.${encode(bytes)}`,
  }
}
