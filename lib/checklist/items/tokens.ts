import { critical, high, medium, type Section } from '../item.ts'

export const tokens: Section = {
  title: 'Tokens',
  items: [
    critical('TK-01', 'One algorithm is pinned: `none`, other families and the same key with another hash are refused'),
    critical(
      'TK-02',
      'Keys come from the configuration alone: `jwk`, `jku`, `x5u` and `x5c` are never used, nothing is fetched',
    ),
    critical('TK-03', 'A `kid` is looked up in a Map: `__proto__`, numbers and arrays are 401, never 500'),
    high('TK-04', 'An unknown `crit`, `b64`, `zip` or a nested token is refused'),
    high('TK-05', 'The type is `at+jwt`, compared as a media type: another kind of token is refused'),
    critical('TK-06', 'Every claim is there, of its type and in its range'),
    critical(
      'TK-07',
      '`exp` − `iat` is at most the life of its strategy: infinity, milliseconds and years are refused',
    ),
    high('TK-08', 'A token is expired at its `exp`, without tolerance; `iat` has five seconds'),
    critical('TK-09', 'A token from the future is refused'),
    high('TK-10', 'Issuer and audience are exact; `sub` and `sid` are a pair of the database, at issue and at refresh'),
    critical('TK-11', 'A forged signature is refused: empty, cut, zero, of another payload, in DER'),
    critical('TK-12', 'A token has one spelling, and no other spelling of it outlives a revocation'),
    medium('TK-13', 'A token longer than 4 kB is refused before it is split; no hostile token costs 50 ms'),
    medium('TK-14', 'An access token lives for minutes and carries no personal data'),
    high('TK-15', 'Nothing is decided by a token that was decoded and not verified'),
    high('TK-16', '401 with `WWW-Authenticate` for every refused access token, and the same body for every cause'),
    high('TK-17', 'A token is taken from the cookie or the bearer header alone; two different ones are refused'),
    medium('TK-18', 'Claims that nobody asked for change nothing: there are no roles in a token'),
  ],
}
