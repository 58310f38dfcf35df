import { Stamp } from '@/app/_ui/stamp.tsx'
import { verdictOn } from '@/lib/lab/run/proofs.ts'
import { exposureIn, type RunState } from '@/lib/lab/run/state.ts'
import { checkWords, exposureWords, formatSeconds } from '@/lib/lab/run/words.ts'

const outcomes = {
  refused: 'the copy would be refused at once',
  moment: 'the copy would work for a moment',
  until_expiry: 'the copy would work until it expires',
}

/** What was predicted, beside what happened. Wrong is the interesting case, so nothing marks it as a failure. */
export function GuessLine({ state }: { state: RunState }) {
  const { guess } = state.run
  if (!guess) return <p>No guess was made before this run.</p>
  const exposure = exposureIn(state, 1)
  const verdict = verdictOn(state)
  return (
    <p data-verdict={verdict ?? undefined}>
      The guess was that {outcomes[guess.outcome]}
      {guess.seconds !== null && `, for ${formatSeconds(guess.seconds * 1000)}`}
      {guess.check && `, and that the check to stop it is: ${checkWords[guess.check].toLowerCase()}`}.{' '}
      {exposure && (
        <>
          The copy worked for {exposureWords(exposure)} <Stamp kind="measured" />.{' '}
        </>
      )}
      {verdict === 'right' && 'That is what happened.'}
      {verdict === 'wrong' && 'It went another way.'}
    </p>
  )
}
