import type { TheftPath } from '@/lib/http/lab-schemas.ts'
import type { LoggedOut } from '@/lib/lab/run/theft.ts'

export interface Story {
  readonly path: TheftPath
  readonly title: string
  readonly story: string
  readonly hasThief: boolean
  /** What happened, once it has: the answer to why. Depends on what the run came to. */
  readonly why: (out: LoggedOut) => string
}

const UNCAUGHT = 'In this run no token came a second time, so nothing rang.'

export const stories: readonly Story[] = [
  {
    path: 'you-first',
    title: 'You refresh first',
    story: 'A thief copies your R2. You renew as usual; later the thief tries R2.',
    hasThief: true,
    why: (out) =>
      out === 'nobody'
        ? UNCAUGHT
        : 'R2 had been replaced, and its child was in use. Two parties had it: the server cannot tell which is you, so it ended the login for both.',
  },
  {
    path: 'thief-first',
    title: 'The thief refreshes first',
    story: 'The thief copies your R2 and renews before you do. Then you come with R2.',
    hasThief: true,
    why: (out) =>
      out === 'nobody'
        ? UNCAUGHT
        : 'This time your own request rang the alarm. Until it did, the thief had the login to themselves: rotation notices a thief only when both have come.',
  },
  {
    path: 'shadow',
    title: 'The thief shadows you',
    story:
      'The thief presents each token right after you, before its child is used, and so is given what you are given.',
    hasThief: true,
    why: (out) =>
      out === 'nobody'
        ? UNCAUGHT
        : 'Each answer also carries a holder, a random value that two browsers cannot share for long. Somebody who was not the one who rotated came for the same child in two generations running: that is two browsers.',
  },
  {
    path: 'two-tabs',
    title: 'Two tabs, no thief',
    story: 'One of your tabs renews. The other had sent the same R1, and its request arrives later.',
    hasThief: false,
    why: (out) =>
      out === 'nobody'
        ? 'The second tab came within the leeway and was given the identical R2. Two tabs of one browser are one holder, so nothing is counted against you.'
        : 'Without a leeway the second tab looks exactly like a thief. You logged yourself out. A leeway of a second, or one lock for all tabs, and it does not happen.',
  },
  {
    path: 'lost-reply',
    title: 'A lost answer, no thief',
    story: 'You renew, and the answer never reaches you. Later you present R1 once more.',
    hasThief: false,
    why: (out) =>
      out === 'nobody'
        ? 'Nobody had used R2, so R1 was given the identical R2 again, long after the leeway. That nothing happened is the point: a train tunnel logs nobody out.'
        : 'This should not have happened: a lost answer logs nobody out.',
  },
]

export const storyOf = (path: TheftPath): Story => stories.find((story) => story.path === path)!

export const outWords: Record<LoggedOut, string> = {
  you: 'You',
  thief: 'The thief',
  both: 'Both',
  nobody: 'Nobody',
}

/** Seconds; no more than half an access life may be chosen. */
export const leewayChoices = [0, 1, 2, 5, 10] as const
