import type { Region } from '@/lib/lab/run/regions.ts'

/** What each region decides, as a question. The order is that of a token's life. */
export const decides: Record<Region, string> = {
  'open-session': 'What is written down when somebody logs in?',
  issue: 'What goes into an access token, and when does it end?',
  canonical: 'Is this text a token at all, in the one spelling there is?',
  verify: 'Did this server sign it, for this audience, and is it still in time?',
  authenticate: 'Who is asking? All checks in their order.',
  'denylist-check': 'Is it on the denylist? And who is asked when that does not answer?',
  'denied-token': 'What happens to a token that is denied?',
  logout: 'What does a logout change?',
  'logout-others': 'Which sessions are “the others”?',
  'logout-everywhere': 'How do all of them end at once?',
  'change-password': 'What does a new password do to the logins of the old one?',
  'deny-session': 'Does this logout deny the access token, and until when?',
  'deny-version': 'How are tokens denied that nobody has listed?',
  'decide-rotation': 'May this refresh token be used?',
  rotate: 'What replaces a refresh token that was used?',
  replay: 'Is a second use a lost answer, or a second browser?',
  reuse: 'What happens to a session whose refresh token was used by two?',
  sweep: 'When does the denylist forget?',
}

/** Headings of the index. */
export const groups: { title: string; regions: Region[] }[] = [
  { title: 'Issuing', regions: ['open-session', 'issue'] },
  {
    title: 'Checking, at every request',
    regions: ['canonical', 'verify', 'authenticate', 'denylist-check', 'denied-token'],
  },
  {
    title: 'Logging out',
    regions: [
      'logout',
      'logout-others',
      'logout-everywhere',
      'change-password',
      'deny-session',
      'deny-version',
      'sweep',
    ],
  },
  { title: 'Renewing', regions: ['decide-rotation', 'rotate', 'replay', 'reuse'] },
]
