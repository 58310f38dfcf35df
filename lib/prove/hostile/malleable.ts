import { type Base, inGroup, partsOf, sign, type Titled } from './base.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const spaces = { space: ' ', tab: '\t', LF: '\n', CR: '\r', 'form feed': '\f', 'vertical tab': '\v', NUL: '\0' }
const wideSpaces = {
  'no-break space': '\u00a0',
  'zero-width space': '\u200b',
  BOM: '\ufeff',
  'soft hyphen': '\u00ad',
  'line separator': '\u2028',
}

/**
 * One token has one spelling. Many verifiers, jose among them, take other texts for the same signature: whoever denies the text of a
 * token is passed by one of these, whoever refuses them has nothing to deny.
 */
export const malleableTokens = (base: Base) =>
  inGroup('malleable', [
    ...unusedBits(base),
    ...spaced(base),
    ...padded(base),
    ...encoded(base),
    ...wrapped(base),
    ...signedSo(base),
  ])

/** 256 bits in 43 letters of 6: the last two bits mean nothing. */
function unusedBits({ accessToken }: Base): Titled[] {
  const last = ALPHABET.indexOf(accessToken.at(-1)!)
  return [1, 2, 3].map((bits) => [`unused trailing bits, ${bits}`, accessToken.slice(0, -1) + ALPHABET[last ^ bits]])
}

function spaced({ accessToken }: Base): Titled[] {
  return Object.entries({ ...spaces, ...wideSpaces }).flatMap(([name, space]): Titled[] => [
    [`${name} after it`, accessToken + space],
    [`${name} before it`, space + accessToken],
    [`${name} after each dot`, accessToken.replaceAll('.', `.${space}`)],
    [`${name} before each dot`, accessToken.replaceAll('.', `${space}.`)],
    [`${name} in the signature`, `${accessToken.slice(0, -5)}${space}${accessToken.slice(-5)}`],
    [`${name} in the header`, `${accessToken.slice(0, 5)}${space}${accessToken.slice(5)}`],
  ])
}

function padded(base: Base): Titled[] {
  const [header, payload, signature] = partsOf(base)
  const ends = [
    '=',
    '==',
    '===',
    '====',
    '%3D',
    '%3d',
    '%3D%3D',
    '.',
    '..',
    '&',
    ';',
    ',',
    '"',
    "'",
    '#',
    '?',
    '/',
    '\\',
    '!',
    '~',
    '*',
    '\0=',
  ]
  return [
    ...ends.map((end): Titled => [`${JSON.stringify(end)} after it`, base.accessToken + end]),
    ['= after the header', `${header}=.${payload}.${signature}`],
    ['= after the payload', `${header}.${payload}=.${signature}`],
    ['= after each part', `${header}=.${payload}=.${signature}=`],
    ['= before the signature', `${header}.${payload}.=${signature}`],
    ['the standard alphabet, padded, and a line end', `${header}.${payload}.${toStandard(signature)}\n`],
    [
      'a letter of no alphabet in the signature',
      `${header}.${payload}.${signature.slice(0, 20)}!${signature.slice(20)}`,
    ],
    ['a letter of the standard alphabet in the signature', `${header}.${payload}.${signature}+`],
  ]
}

const toStandard = (text: string) => Buffer.from(text, 'base64url').toString('base64')

function encoded({ accessToken }: Base): Titled[] {
  const each = (write: (code: number) => string) =>
    [...accessToken].map((letter) => write(letter.charCodeAt(0))).join('')
  const hex = (code: number) => code.toString(16).padStart(2, '0')
  const [first] = accessToken
  return [
    ['dots percent-encoded', accessToken.replaceAll('.', '%2E')],
    ['dots percent-encoded in small letters', accessToken.replaceAll('.', '%2e')],
    ['one dot percent-encoded', accessToken.replace('.', '%2E')],
    ['dots percent-encoded twice', accessToken.replaceAll('.', '%252E')],
    ['the first letter percent-encoded', `%65${accessToken.slice(1)}`],
    ['all of it percent-encoded', each((code) => `%${hex(code)}`)],
    ['in hexadecimal', each(hex)],
    ['encoded as base64url', Buffer.from(accessToken).toString('base64url')],
    ['backwards', [...accessToken].reverse().join('')],
    ['in capitals', accessToken.toUpperCase()],
    ['in small letters', accessToken.toLowerCase()],
    ['dots as entities', accessToken.replaceAll('.', '&#46;')],
    ['dots escaped as in JSON', accessToken.replaceAll('.', '\\u002e')],
    ['dots escaped as in a pattern', accessToken.replaceAll('.', '\\.')],
    ...['\uff0e', '\u3002', '\u2024', '\u00b7', ',', ':', '-', '/'].map(
      (dot): Titled => [`${JSON.stringify(dot)} for dots`, accessToken.replaceAll('.', dot)],
    ),
    // Their last byte is the letter's: who keeps bytes where there was text takes them for it.
    ['the first letter 256 code points up', String.fromCharCode(0x100 + first!.charCodeAt(0)) + accessToken.slice(1)],
    ['all of it 256 code points up', each((code) => String.fromCharCode(0x100 + code))],
    ['the first letter in full width', `\uff45${accessToken.slice(1)}`],
    ['the first letter with an accent', `e\u0301${accessToken.slice(1)}`],
  ]
}

function wrapped({ accessToken }: Base): Titled[] {
  const around = ['""', "''", '``', '<>', '()', '[]', '{}', '  '].map((pair): Titled => {
    const [open, close] = [pair[0]!, pair.at(-1)!]
    return [`between ${JSON.stringify(open + close)}`, open + accessToken + close]
  })
  return [
    ...around,
    ['between JSON quotes', `\\"${accessToken}\\"`],
    ['a quote before it', `"${accessToken}`],
    ...['Bearer ', 'bearer ', 'Bearer:', 'JWT ', 'access_token=', 'token:', 's:', 'j:', 'urn:jwt:'].map(
      (prefix): Titled => [`after ${JSON.stringify(prefix)}`, prefix + accessToken],
    ),
    ['twice', accessToken + accessToken],
    ['twice, with a dot', `${accessToken}.${accessToken}`],
    ['twice, with a comma', `${accessToken},${accessToken}`],
    ['twice, with a space', `${accessToken} ${accessToken}`],
    ['with a header after it', `${accessToken}\r\nX-Injected: 1`],
    ['in lines of 64 letters', accessToken.replace(/.{64}/g, '$&\r\n')],
    ['with soft line ends', accessToken.replace(/.{64}/g, '$&=\r\n')],
    ['with a comment', `${accessToken}/**/`],
  ]
}

/** Signed over their own wrong spelling: verifiers that decode leniently take them (Wycheproof 365, 368, 374 and 375). */
function signedSo(base: Base): Titled[] {
  const [header, payload] = partsOf(base)
  const inputs = {
    'white space after the header': `${header}    .${payload}`,
    'white space before the payload': `${header}.    ${payload}`,
    'a line end after the payload': `${header}.${payload}\n`,
    'padding after the header': `${header}=.${payload}`,
    'padding after the payload': `${header}.${payload}==`,
    'letters of no alphabet in the header': `${header}####.${payload}`,
    'letters of no alphabet in the payload': `${header}.####${payload}`,
    'a NUL after the payload': `${header}.${payload}\0`,
  }
  return Object.entries(inputs).map(([title, input]) => [`${title}, signed so`, sign(input, base.secret)])
}
