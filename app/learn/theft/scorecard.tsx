'use client'

import type { ReactNode } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { outcomeText } from '@/lib/lab/run/guess.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { outcomeOf } from '@/lib/lab/run/proofs.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import type { LoggedOut, TheftResult } from '@/lib/lab/run/theft.ts'
import { exposureWords } from '@/lib/lab/run/words.ts'
import { who } from '../../_lab/family/words.ts'
import { takeFocus } from '../../_lab/panes/use-focus-kept.ts'
import { outWords, storyOf } from './stories.ts'

interface Props {
  lab: Lab
  state: RunState
  result: TheftResult
  /** What was guessed on this page. Null: nothing. */
  guessed: LoggedOut | null
}

/** What the run came to, beside the guess. */
export function TheftScore({ lab, state, result, guessed }: Props) {
  const { out, family, hasThief, copied, shared, exposure } = result
  if (out === null)
    return state.phase === 'stopped' ? (
      <p data-testid="scorecard" className="rounded-md border border-control p-4 sm:p-5">
        The run was stopped before it came to anything, so there is nothing to measure. Run it again.
      </p>
    ) : null
  const { guess } = state.run
  const outcome = outcomeOf(state)
  const leaks = (exposure?.leaks ?? 0) > 0
  return (
    <section
      data-testid="scorecard"
      aria-labelledby="scorecard-title"
      className="grid gap-4 rounded-md border border-control p-4 sm:p-5"
    >
      <h3 id="scorecard-title" className="text-lg">
        Scorecard: {storyOf(state.run.settings.path).title.toLowerCase()}
      </h3>
      <p className="max-w-prose" data-testid="verdict" data-out={out} data-guessed={guessed}>
        {guessed && <>You said: {outWords[guessed].toLowerCase()}. </>}
        <strong className="sm:text-lg">{outWords[out]}</strong> {out === 'both' || out === 'you' ? 'were' : 'was'}{' '}
        logged out. {guessed === out && <>✓ You were right. </>}
        {storyOf(state.run.settings.path).why(out)}
      </p>
      <table className="sheet">
        <caption className="sr-only">What was measured</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">What</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {family.alarm && (
            <Row term="The alarm">
              {who(family.alarm)} presented <code>{family.alarm.token}</code> at{' '}
              <strong className="timer">{formatSeconds(family.alarm.t)}</strong> <Stamp kind="measured" />
            </Row>
          )}
          {hasThief && copied !== null && (
            <Row term="From the copy to the alarm">
              <strong className="timer">{formatSeconds(copied)}</strong> <Stamp kind="measured" />, with the copy in the
              thief’s hands
            </Row>
          )}
          {hasThief && shared > 0 && (
            <Row term="Renewals that the thief took part in">
              <strong className="tabular-nums">{shared}</strong> <Stamp kind="measured" />
              {state.run.settings.path === 'shadow' && ', of at most 3 that the rule allows'}
            </Row>
          )}
          {hasThief && exposure && (
            <Row term="Let in after the alarm">
              <strong
                className={`timer ${leaks ? 'text-state-leak-text' : ''}`}
                data-outcome={leaks ? 'leak' : undefined}
              >
                {exposureWords(exposure)}
              </strong>{' '}
              <Stamp kind="measured" />
              {guess && outcome && (
                <span className="block text-sm text-muted">
                  You said: {outcomeText(guess.outcome).toLowerCase()}.{' '}
                  {guess.outcome === outcome ? 'You were right.' : `In fact: ${outcomeText(outcome).toLowerCase()}.`}
                </span>
              )}
            </Row>
          )}
          <Row term="Renewals written to the one row">
            <strong className="tabular-nums">
              {family.presentations.filter(({ reason }) => reason === 'rotated').length}
            </strong>{' '}
            <Stamp kind="measured" />
          </Row>
        </tbody>
      </table>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 print:hidden">
        {lab.savedAs ? (
          <p>
            Saved for 30 days:{' '}
            <a ref={takeFocus} href={`/results/${lab.savedAs}`}>
              /results/{lab.savedAs}
            </a>
          </p>
        ) : (
          <Button type="button" data-testid="save-result" aria-busy={lab.busy} onClick={() => void lab.save()}>
            Save result
          </Button>
        )}
      </div>
    </section>
  )
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <tr>
      <th scope="row" className="font-normal text-muted sm:w-72">
        {term}
      </th>
      <td>{children}</td>
    </tr>
  )
}
