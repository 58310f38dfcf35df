import { critical, high, low, medium, type Section } from '../item.ts'

export const login: Section = {
  title: 'Login and passwords',
  items: [
    critical('LG-01', 'Passwords are argon2id with the parameters that OWASP names; an older hash is renewed at login'),
    high('LG-02', 'An unknown account costs the same hash and gets the same answer'),
    high('LG-03', 'Attempts are limited by account and by address before the hash; no owner is locked out'),
    high('LG-04', 'When nobody can count attempts, nobody may try'),
    high('LG-05', 'Guesses at once get no more hashes than the limit'),
    medium(
      'LG-06',
      'A password has 8 to 128 characters of any kind, is not a common one, and nothing of it is cut off',
    ),
    high('LG-07', 'A login from another site is refused'),
    high('LG-08', '`?next=` never leads off the origin, nor in a circle'),
    high('LG-09', 'A form that carried credentials is answered 303'),
    medium('LG-10', 'A login ends the session that the browser came with'),
    medium(
      'LG-11',
      'No account exists that nobody registered',
      'There is no seed. Guests of the labs are accounts whose password is derived from a key and never shown.',
    ),
    medium('LG-12', 'Registration tells as little as it can about who has an account'),
    medium('LG-13', 'A sensitive change needs a password that was shown lately'),
    medium('LG-14', 'An address has one account, however it is spelled and however many register it at once'),
    low('LG-15', 'An account has at most 50 open sessions'),
  ],
}
