import { critical, high, low, medium, type Section } from '../item.ts'

export const faults: Section = {
  title: 'Faults of the stores',
  items: [
    critical(
      'SF-01',
      'A denylist that does not answer a check: the database is asked; if neither answers, 503, never 401',
    ),
    critical('SF-02', 'A denylist that does not take a logout: committed, told as pending, sent later'),
    high('SF-03', 'A Redis that hangs costs one deadline of less than a second, and no retries'),
    high('SF-04', 'A database that cannot be written: 503, nothing consumed, nothing revoked, cookies kept'),
    high('SF-05', 'SQLite runs with WAL, FULL, foreign keys, a busy timeout and immediate transactions'),
    high('SF-06', 'A process killed between the commit and the answer of a refresh leaves a login that goes on'),
    high('SF-07', 'A process killed between the commit and the denylist of a logout: the next one sends the denial'),
    medium('SF-08', 'No kill leaves a new password with old sessions'),
    medium('SF-09', 'A full or read-only disk: a login is 503 and sets no cookie'),
    medium('SF-10', 'A clock that jumps an hour lets no token live longer than it may'),
    medium('SF-11', 'SQLite and Postgres pass the same tests'),
    low(
      'SF-12',
      'The health addresses tell nothing secret',
      '`/healthz` says ok; what `/readyz` may say is in the contract, and the fuzzer refuses any other member.',
    ),
  ],
}
