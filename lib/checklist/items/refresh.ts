import { critical, high, medium, type Section } from '../item.ts'

export const refresh: Section = {
  title: 'Refresh rotation',
  items: [
    high('RT-01', 'A refresh token has 256 random bits, is opaque and unique'),
    high('RT-02', 'The database holds only the hash: nothing in it is a token or makes one'),
    critical('RT-03', 'However many present one token at once, one successor exists and everybody gets it'),
    critical('RT-04', 'Reuse ends the family, its access tokens with it'),
    critical('RT-05', 'The revocation of a reused family is committed although the request fails'),
    critical(
      'RT-06',
      'The parent is a retry for the leeway after the first use of its child, gets the identical child, and is theft after',
    ),
    high('RT-07', 'A thief who shadows the victim inside the leeway is caught within three shared generations'),
    critical('RT-08', 'After a logout neither the current refresh token nor its parent is renewed, and no row changes'),
    critical('RT-09', 'A refresh in flight does not survive a logout, in either order'),
    high('RT-10', 'The absolute life is copied, never extended; the idle life is enforced; no cookie outlives either'),
    high(
      'RT-11',
      'A token of any old generation is recognised as reused, and a session is one row however often it rotates',
    ),
    high('RT-12', 'A token that was never issued is 401, and ends nobody’s session'),
    high('RT-13', 'Nothing rotates on GET, HEAD, a prefetch or a render: only the refresh route does'),
    high('RT-14', 'Tabs that reach an expiry together renew once, and nobody is logged out'),
    high('RT-15', 'A lost reply logs nobody out: the same child is answered again'),
    medium('RT-16', 'The session of a deleted account is not renewed'),
    medium('RT-17', 'An answer of the API holds no token, and a young pair is not rotated again'),
    medium('RT-18', 'An access token is no refresh token, nor the reverse'),
  ],
}
