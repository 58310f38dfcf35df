import type { Scenario } from '@/lib/http/lab-schemas.ts'

export interface Chapter {
  /** The last part of its address, and the key of what this browser remembers of it. */
  readonly slug: 'forget' | 'denylist' | 'rotate' | 'everywhere' | 'theft'
  readonly number: number
  /** What the way of logging out is called, and what it does. */
  readonly name: string
  readonly title: string
  readonly claim: string
  readonly minutes: number
  readonly scenario: Scenario
}

export const chapters: readonly Chapter[] = [
  {
    slug: 'forget',
    number: 1,
    name: 'Forget it',
    title: 'Delete it on the client',
    claim:
      'Logging out throws your copy of the token away. The server is not told, and goes on accepting every other copy.',
    minutes: 4,
    scenario: 'forget',
  },
  {
    slug: 'denylist',
    number: 2,
    name: 'Deny it',
    title: 'Remember that it is dead',
    claim:
      'Logging out puts the session on a list until its token would have expired anyway. Every request asks the list.',
    minutes: 5,
    scenario: 'denylist',
  },
  {
    slug: 'rotate',
    number: 3,
    name: 'Starve it',
    title: 'Short life, no renewal',
    claim: 'An access token lives for seconds and is renewed by a token that works once. Logging out ends the renewal.',
    minutes: 6,
    scenario: 'rotate',
  },
  {
    slug: 'everywhere',
    number: 4,
    name: 'Everywhere',
    title: 'Log out everywhere',
    claim: 'One action ends every login of a user, also those that nobody remembers. It takes one number.',
    minutes: 5,
    scenario: 'everywhere',
  },
  {
    slug: 'theft',
    number: 5,
    name: 'Theft',
    title: 'Caught by their own replay',
    claim:
      'A refresh token that works once betrays its thief: whoever shows it a second time proves that there are two copies.',
    minutes: 6,
    scenario: 'theft',
  },
]

export const chapterOf = (slug: Chapter['slug']): Chapter => chapters.find((chapter) => chapter.slug === slug)!

/** What a reader can prove, in the words of the page; the names are those of the server, which alone decides. */
export const proofs: readonly { name: string; text: string; chapter: Chapter['slug'] | null }[] = [
  { name: 'copy-works', text: 'Make a stolen token work after the logout', chapter: 'forget' },
  { name: 'next-request-blocked', text: 'Block the next request within one try of the attacker', chapter: 'denylist' },
  { name: 'renewal-refused', text: 'Outlive an access token and be refused a renewal', chapter: 'rotate' },
  { name: 'all-ended', text: 'End every device in one action', chapter: 'everywhere' },
  { name: 'thief-caught', text: 'Get a thief caught by their own replay', chapter: 'theft' },
  { name: 'three-predictions', text: 'Predict three results in a row', chapter: null },
]
