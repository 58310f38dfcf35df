import type { CheckName, Guess } from '../../http/lab-schemas.ts'

export const outcomes: readonly { value: Guess['outcome']; text: string }[] = [
  { value: 'refused', text: 'It is refused at the next try' },
  { value: 'moment', text: 'It works for a moment, then the server notices' },
  { value: 'until_expiry', text: 'It works until it expires' },
]

/** In the order in which a request meets them. */
export const checkChoices: readonly { value: CheckName; text: string }[] = [
  { value: 'form', text: 'its form: is this a token at all?' },
  { value: 'signature', text: 'its signature: did this server sign it?' },
  { value: 'claims', text: 'its claims: is it for this audience?' },
  { value: 'expiry', text: 'its expiry: is it still in time?' },
  { value: 'denylist', text: 'the denylist: was it given up?' },
]

export const checkWords: Record<CheckName, string> = {
  form: 'form',
  signature: 'signature',
  claims: 'claims',
  expiry: 'expiry',
  denylist: 'denylist',
  first_use: 'first use',
}

/** What a chapter asks before it runs. */
export interface Question {
  text: string
  /** From chapter 2 on: not only whether, but why. */
  asksWhy: boolean
}

export const outcomeText = (outcome: Guess['outcome']): string => outcomes.find(({ value }) => value === outcome)!.text
