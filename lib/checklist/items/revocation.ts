import { critical, high, medium, type Section } from '../item.ts'

export const revocation: Section = {
  title: 'Revocation and denylist',
  items: [
    critical('RV-01', 'What is denied is an id (`jti:`, `sid:`, `ver:`), never the text of a token or its hash'),
    critical('RV-02', 'A logout denies the session: a token that another tab has just renewed dies too'),
    critical(
      'RV-03',
      'A logout with an expired or a missing access token ends the session that the refresh token names',
    ),
    high('RV-04', 'An entry has its end from its first moment, and what is over is not written'),
    high('RV-05', 'An entry outlives the last moment at which an instance with another clock accepts the token'),
    critical(
      'RV-06',
      'Logout everywhere retires a version of the account: tokens that the denylist has never seen die',
    ),
    high(
      'RV-07',
      'A version, not a second, is retired: the token of the same second before is dead, the one after lives',
    ),
    critical(
      'RV-08',
      'A password change needs the current password, ends every other session, and goes on under a new one',
    ),
    critical(
      'RV-09',
      'Revocation is asked at every entry: page, route, server action and stream, with and without the proxy',
    ),
    high('RV-10', 'Nobody remembers that a token was not revoked'),
    high('RV-11', 'A Redis that may evict is never believed, and a confirmed denial is known to every process'),
    high('RV-12', 'A Redis that was wiped or restored is not believed until the database has filled it again'),
    high('RV-13', 'The signature is checked before the denylist is asked'),
    high('RV-14', 'Only the exact answer “absent” lets a token in'),
    medium('RV-15', 'Logging out twice, or with nothing, is harmless and claims nothing'),
    high('RV-16', 'Nobody ends a session of somebody else, or learns that it exists'),
    medium('RV-17', 'The list of sessions says device, time and which is this one; ending one ends both its tokens'),
    high('RV-18', 'The event stream of an ended session closes, and so does one whose token has run out'),
    medium('RV-19', 'A living token of an ended session reads and does not write'),
    medium('RV-20', 'Disabling an account ends its living tokens at once'),
  ],
}
