import { critical, high, low, medium, type Section } from '../item.ts'

export const requests: Section = {
  title: 'Cross-site requests and headers',
  items: [
    critical(
      'CS-01',
      'Every state change, server actions too, comes from the configured origin, scheme and port included',
    ),
    high('CS-02', 'A sibling domain cannot log in, log out or refresh'),
    high('CS-03', 'No header of the client widens the origin'),
    high('CS-04', 'The API takes JSON, forms only where the contract says so, and 415 is the answer to anything else'),
    high('CS-05', 'No answer allows another origin to read it'),
    high('CS-06', 'Everything personal says `no-store`'),
    high('CS-07', 'Nothing that sets a cookie may be kept by a cache'),
    medium('CS-08', 'A Content-Security-Policy with a nonce of its own for each load'),
    medium('CS-09', 'HSTS, nosniff, Referrer-Policy and COOP on every answer, errors too'),
    medium('CS-10', 'A method that an address does not take is 405'),
    medium('CS-11', 'A logout from another site is refused'),
    low('CS-12', 'A cache in front keeps nothing personal'),
  ],
}
