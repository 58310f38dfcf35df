import type { Decoded, Member } from './inspect.ts'

/** What a thief would like to change. */
export type Edit = 'sub' | 'exp' | 'none'

/** Somebody else's account; there is none with this id. */
const SOMEBODY = '00000000-0000-4000-8000-000000000000'
const HOUR = 3600

/** The same token with one thing changed. The old signature stays on it, as nobody without the key can make another. */
export function editedCopy(token: Decoded, edit: Edit): string {
  const { text, payloadAt, signatureAt, header, payload } = token
  const [head, body, signature] = [
    text.slice(0, payloadAt - 1),
    text.slice(payloadAt, signatureAt - 1),
    text.slice(signatureAt),
  ]
  // `none` means: no signature at all (RFC 7518, section 3.6).
  if (edit === 'none') return `${encode(header, 'alg', () => 'none')}.${body}.`
  if (edit === 'sub') return `${head}.${encode(payload, 'sub', () => SOMEBODY)}.${signature}`
  return `${head}.${encode(payload, 'exp', (exp) => Number(exp) + HOUR)}.${signature}`
}

function encode(members: readonly Member[], changed: string, change: (value: unknown) => unknown): string {
  const pairs = members.map(({ name, value }) => [name, name === changed ? change(value) : value] as const)
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(pairs)))
  const base64 = btoa(String.fromCharCode(...bytes))
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
