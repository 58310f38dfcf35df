import type { Choice } from '@/lib/lab/run/questions.ts'

/** A question that is the same for everybody. */
export interface Case {
  id: string
  chapter: 'denylist' | 'rotate'
  tells: string
  asks: string
  choices: Choice[]
  because: string
}

const right = (text: string): Choice => ({ text, right: true })
const wrong = (text: string): Choice => ({ text, right: false })

/** The same thoughts where there is no browser, or more than one service. */
export const cases: Case[] = [
  {
    id: 'mobile',
    chapter: 'rotate',
    tells:
      'A phone app keeps an access token of 10 minutes and a refresh token. The phone is lost. Its owner opens your site on a laptop and chooses “Log out this device”.',
    asks: 'What keeps the finder out?',
    choices: [
      wrong('The app deletes its tokens when it is told to'),
      right('The server refuses the next renewal; the access token is denied, or runs out within 10 minutes'),
      wrong('Nothing can, until the refresh token expires'),
      wrong('The new login on the laptop makes the older tokens invalid'),
    ],
    because:
      'A lost phone may be offline, and what it is told it need not do. Whatever ends its access has to be read on the server.',
  },
  {
    id: 'services',
    chapter: 'denylist',
    tells:
      'Twelve services check access tokens of 15 minutes by a public key, each alone. The login service ends a session.',
    asks: 'When do the other eleven stop accepting its token?',
    choices: [
      wrong('At once: the signature no longer fits'),
      wrong('When each has restarted'),
      right('When it expires, unless they ask a denylist, or are sent what is on it'),
      wrong('When the browser has deleted its cookie'),
    ],
    because:
      'Checking alone is why these services are fast and independent, and why they cannot know. Short lives bound the wait; a shared list ends it and couples them.',
  },
]

/** A logout of “Starve it and deny it”, in the order in which this server does it. */
export const steps = [
  'The server finds out which session the tokens belong to',
  'In one transaction it marks the session as ended and writes the entry for the denylist',
  'The transaction is committed: from here on a copy is refused',
  'The answer tells the browser to delete its cookies',
  'The other tabs are told, and take away what they show',
] as const

/** How they lie before anybody has moved one. */
export const scrambled = [3, 1, 4, 0, 2]
