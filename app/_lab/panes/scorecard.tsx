'use client'

import type { ReactNode } from 'react'
import { Button, buttonClass } from '@/app/_ui/button.tsx'
import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import type { Exposure } from '@/lib/lab/run/exposure.ts'
import { costOf, type RunCost } from '@/lib/lab/run/run-cost.ts'
import { exposureIn } from '@/lib/lab/run/state.ts'
import { verdictWords } from '@/lib/lab/run/verdict.ts'
import { exposureWords, formatMicroseconds, formatSeconds } from '@/lib/lab/run/words.ts'
import { takeFocus } from './use-focus-kept.ts'

interface Props {
  lab: Lab
  /** Where to go from here. */
  next?: { href: string; label: string }
  /** Shown when the run is over: what the server says it has proved. */
  proved?: ReactNode
}

/** The guess beside the measurement, what it cost, and where to go on. */
export function Scorecard({ lab, next, proved }: Props) {
  const { run, phase, savedAs, busy } = lab
  const { state } = run
  // After a logout of the others this browser's own session goes on; theirs were measured.
  const ended = state?.sessions.find(({ endedAt }) => endedAt !== null)
  const exposure = state && ended ? exposureIn(state, ended.n) : null
  const isOver = phase === 'settled' || phase === 'stopped'
  if (!state || !exposure) return <Unfinished phase={phase} />
  const verdict = verdictWords(state)
  return (
    <section
      data-testid="scorecard"
      aria-labelledby="scorecard-title"
      className="grid gap-4 rounded-md border border-control p-4 sm:p-5"
    >
      <h3 id="scorecard-title" className="text-lg">
        Scorecard
      </h3>
      <div className="grid gap-x-10 gap-y-4 lg:grid-cols-2">
        <div className="grid content-start gap-1" data-testid="verdict" data-verdict={verdict?.kind ?? 'none'}>
          {verdict?.said && (
            <p>
              You said: <span className="font-semibold">{verdict.said}</span>.
            </p>
          )}
          <Measured exposure={exposure} whose={ended!.n === 1 ? null : ended!.label} />
          {verdict && (
            <p>
              {verdict.kind === 'right' && <Tick />}
              {verdict.kind === 'wrong' && 'Not what you said. '}
              {verdict.happened} {verdict.distance}
            </p>
          )}
          {exposure.leaks === 0 && exposure.max !== null && (
            <p className="text-sm text-muted">
              The first try after the logout came {formatSeconds(exposure.max)} later and was refused.
            </p>
          )}
        </div>
        <CostLine cost={costOf(state)} />
      </div>
      {isOver && proved}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 print:hidden">
        {savedAs ? (
          <p>
            Saved for 30 days:{' '}
            <a ref={takeFocus} href={`/results/${savedAs}`}>
              /results/{savedAs}
            </a>
          </p>
        ) : (
          <Button type="button" data-testid="save-result" aria-busy={busy} onClick={() => void lab.save()}>
            Save result
          </Button>
        )}
        {next && (
          <a href={next.href} className={buttonClass('primary')}>
            {next.label}
          </a>
        )}
      </div>
    </section>
  )
}

function Measured({ exposure, whose }: { exposure: Exposure; whose: string | null }) {
  const { leaks, max } = exposure
  if (leaks === 0 && max === null) return <p>Nothing is measured yet: the attacker has not tried since the logout.</p>
  return (
    <p>
      Measured{whose && ` (${whose})`}:{' '}
      <strong
        data-outcome={leaks > 0 ? 'leak' : undefined}
        className={`timer sm:text-lg ${leaks > 0 ? 'text-state-leak-text' : ''}`}
      >
        {exposureWords(exposure)}
      </strong>{' '}
      <Stamp kind="measured" />
    </p>
  )
}

function Unfinished({ phase }: { phase: Lab['phase'] }) {
  if (phase !== 'stopped' && phase !== 'settled') return null
  return (
    <section data-testid="scorecard" aria-label="Scorecard" className="rounded-md border border-control p-4 sm:p-5">
      <p>Nobody logged out in this run, so there is nothing to measure. Run it again, and log out.</p>
    </section>
  )
}

function Tick() {
  return (
    <>
      <span aria-hidden="true">✓ </span>
      <strong>You were right.</strong>{' '}
    </>
  )
}

function CostLine({ cost }: { cost: RunCost }) {
  return (
    <div className="grid content-start gap-1" data-testid="cost">
      <p>
        Cost of each request:{' '}
        {cost.lookup === null ? (
          <>
            <strong className="timer">{calls(cost.denylistCalls + cost.databaseCalls)}</strong> to any store
          </>
        ) : (
          <>
            <strong className="timer">{formatMicroseconds(cost.lookup)}</strong> for the denylist,{' '}
            {calls(cost.denylistCalls)}
          </>
        )}{' '}
        <Stamp kind="measured" />
      </p>
      {cost.renewalCalls !== null && (
        <p>
          Cost of each renewal: <strong className="timer">{calls(cost.renewalCalls)}</strong> to the database,{' '}
          {cost.renewals}&#8239;× in this run <Stamp kind="measured" />
        </p>
      )}
      {cost.entries.length > 0 && (
        <p>
          Kept for this logout:{' '}
          <strong>{cost.entries.length === 1 ? '1 entry' : `${cost.entries.length} entries`}</strong> for{' '}
          <span className="timer">{formatSeconds(Math.max(...cost.entries))}</span> <Stamp kind="measured" />
        </p>
      )}
      <p className="text-sm text-muted">
        Medians of {cost.requests} requests. The stores are on this machine, which flatters them.
      </p>
    </div>
  )
}

const calls = (number: number): string => (number === 1 ? '1 call' : `${number} calls`)
