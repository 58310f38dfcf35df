import type { Member } from '@/lib/client/lab/inspect.ts'

/** What a claim is for, and what a logout does with it. */
export interface ClaimWords {
  means: string
  logout: string
}

/** Most claims do not know that there is such a thing as a logout. */
export const nothing = 'Nothing.'

const header: Record<string, ClaimWords> = {
  alg: {
    means: 'How it is signed. This server takes HS256 alone, whatever a token asks for.',
    logout: nothing,
  },
  typ: { means: 'Which kind of JWT. Here it has to be at+jwt, an access token.', logout: nothing },
  kid: {
    means: 'Which of the server’s keys signed it.',
    logout: 'Nothing. To retire a key would log out everybody whom it signed for.',
  },
}

const payload: Record<string, ClaimWords> = {
  iss: { means: 'Who issued it.', logout: nothing },
  aud: { means: 'Where it is good for anything. “lab” is useless elsewhere, and the reverse.', logout: nothing },
  sub: { means: 'Whose account.', logout: 'Nothing: the account stays.' },
  sid: {
    means: 'The session: one login on one device.',
    logout: 'Its row is marked as ended. A logout that denies puts “sid:” and this id on the denylist.',
  },
  jti: {
    means: 'The id of this one token.',
    logout:
      'Looked for on the denylist at every request. A logout writes the session’s id instead: that covers a renewal in another tab, too.',
  },
  ver: {
    means: 'The version of the account’s tokens when the session was opened.',
    logout: 'Log out everywhere retires it: every token that carries this version is denied by one entry.',
  },
  gen: { means: 'How many renewals came before it.', logout: nothing },
  strategy: {
    means: 'How logging out was meant to work when this session was opened.',
    logout: 'It is asked whether this logout denies the token.',
  },
  iat: { means: 'When it was issued.', logout: nothing },
  exp: {
    means: 'When it ends. Whole seconds.',
    logout: 'Nothing can move it: the signature covers it. An entry on the denylist is kept until 60\u202fs after it.',
  },
  nbf: { means: 'Not good before.', logout: nothing },
}

const unknown: ClaimWords = { means: 'Not one of this site’s.', logout: 'Only its issuer knows.' }

export function wordsOf(part: 'header' | 'payload', { name }: Pick<Member, 'name'>): ClaimWords {
  const table = part === 'header' ? header : payload
  return Object.hasOwn(table, name) ? table[name]! : unknown
}

/** Seconds since 1970, where the claim is a NumericDate that a Date can hold; else null. */
export function momentOf({ name, value }: Pick<Member, 'name' | 'value'>): number | null {
  const isDate = ['iat', 'exp', 'nbf', 'auth_time'].includes(name)
  return isDate && typeof value === 'number' && Math.abs(value) <= 8.64e12 ? value : null
}
