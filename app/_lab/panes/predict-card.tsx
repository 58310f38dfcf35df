'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { inputClass } from '@/app/_ui/field.tsx'
import type { CheckName, Guess } from '@/lib/http/lab-schemas.ts'
import { checkChoices, checkWords, outcomes, outcomeText, type Question } from '@/lib/lab/run/guess.ts'
import { Radios } from './radios.tsx'

interface Props {
  question: Question
  /** Of the run on this page: it was sent with its start and cannot be changed. Undefined: nothing has been started. */
  locked: Guess | null | undefined
  busy: boolean
  onRun(guess: Guess | null): void
}

/** A guess first: whoever has guessed looks harder at the answer. Skipping costs nothing. */
export function PredictCard({ question, locked, busy, onRun }: Props) {
  if (locked !== undefined) return <Locked guess={locked} />
  return <Open question={question} busy={busy} onRun={onRun} />
}

function Open({ question, busy, onRun }: Omit<Props, 'locked'>) {
  const [outcome, setOutcome] = useState<Guess['outcome'] | null>(null)
  const [seconds, setSeconds] = useState('')
  const [check, setCheck] = useState<CheckName | null>(null)
  const [missing, setMissing] = useState(false)
  const id = useId()

  function lock(event: FormEvent) {
    event.preventDefault()
    if (!outcome) return setMissing(true)
    const number = seconds.trim() === '' ? null : Math.min(3600, Math.max(0, Number(seconds)))
    onRun({ outcome, seconds: Number.isFinite(number) ? number : null, check: question.asksWhy ? check : null })
  }

  return (
    <form onSubmit={lock} data-testid="predict-card" className="grid gap-5 rounded-md border border-control p-4 sm:p-5">
      <Radios
        legend={question.text}
        name={`${id}-outcome`}
        choices={outcomes}
        value={outcome}
        error={missing && !outcome ? 'Choose one, or skip the guess.' : null}
        onChoose={(value) => setOutcome(value)}
      />
      <div className="grid gap-1.5">
        <label htmlFor={`${id}-seconds`}>
          For how many seconds will they be in after you log out? <span className="text-muted">If you like.</span>
        </label>
        <input
          id={`${id}-seconds`}
          type="number"
          inputMode="decimal"
          min={0}
          max={3600}
          step="any"
          value={seconds}
          onChange={({ target }) => setSeconds(target.value)}
          className={`${inputClass} max-w-32`}
        />
      </div>
      {question.asksWhy && (
        <Radios
          legend="And which check will stop them?"
          name={`${id}-check`}
          choices={checkChoices}
          value={check}
          error={null}
          onChoose={(value) => setCheck(value)}
        />
      )}
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" data-testid="lock-guess" aria-busy={busy}>
          {busy ? 'Starting…' : 'Lock in my guess and run'}
        </Button>
        <Button type="button" data-testid="skip-guess" disabled={busy} onClick={() => onRun(null)}>
          Skip, just run it
        </Button>
      </div>
    </form>
  )
}

function Locked({ guess }: { guess: Guess | null }) {
  return (
    <div data-testid="predict-card" data-locked className="rounded-md border border-line bg-surface p-4">
      {guess ? (
        <p>
          <span className="font-semibold">Your guess, locked:</span> {outcomeText(guess.outcome).toLowerCase()}
          {guess.seconds !== null && `, ${guess.seconds}\u202fs`}
          {guess.check !== null && `, stopped by the ${checkWords[guess.check]}`}.
        </p>
      ) : (
        <p>You skipped the guess. Nothing is lost; the next run asks again.</p>
      )}
    </div>
  )
}
