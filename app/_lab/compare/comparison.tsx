'use client'

import { useRef, useState } from 'react'
import { download } from '@/app/_ui/download.ts'
import { Notice } from '@/app/_ui/notice.tsx'
import { lab } from '@/lib/client/lab/api.ts'
import { samplesCsv } from '@/lib/lab/run/cost.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { REQUESTS } from '@/lib/lab/run/plan.ts'
import { type Recorded, Source } from './source.tsx'
import { CompareTable } from './table.tsx'
import { type Step, useComparison } from './use-comparison.ts'

interface Props {
  recorded: Recorded
  /** Whether this server lets anybody run one. */
  labs: boolean
}

/** The table, first with what was recorded, then with what is measured now. */
export function Comparison({ recorded, labs }: Props) {
  const comparison = useComparison()
  const { step, run, rows } = comparison
  const [saved, setSaved] = useState<ActionsProps['saved']>(null)
  const own = run !== null && (step.name === 'waiting' || step.name === 'done')

  async function save() {
    const answer = run && (await lab.save(run.id))
    if (answer) setSaved(answer.ok ? answer.value : { problem: answer.problem })
  }

  return (
    <section
      aria-label="Measured"
      data-testid="comparison"
      data-run-state={step.name === 'waiting' ? 'live' : step.name === 'done' ? 'settled' : step.name}
      data-run-id={run?.id}
    >
      <Source recorded={recorded} run={own ? run : null} step={step.name} />
      <CompareTable
        rows={own ? rows : recorded.rows}
        caption="Four ways to log out: how long a copy still works, what each request costs, what a logout leaves behind"
      />
      {labs && (
        <Actions
          {...comparison}
          onStart={() => {
            setSaved(null)
            comparison.start()
          }}
          saved={saved}
          onSave={() => void save()}
        />
      )}
    </section>
  )
}

interface ActionsProps extends ReturnType<typeof useComparison> {
  onStart(): void
  /** The address of the saved result, or why there is none. */
  saved: { id: string } | { problem: string } | null
  onSave(): void
}

function Actions({ step, run, samples, stop, onStart, saved, onSave }: ActionsProps) {
  const button = useRef<HTMLButtonElement>(null)
  const busy = isBusy(step)
  return (
    <div className="js-only mt-5 grid gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <button
          ref={button}
          type="button"
          className="button button-primary max-sm:w-full"
          aria-busy={busy}
          aria-disabled={busy}
          onClick={() => {
            if (!busy) onStart()
          }}
        >
          {busy ? words(step) : step.name === 'done' ? 'Run it again' : 'Run 200 requests each'}
        </button>
        {busy && (
          <button
            type="button"
            className="button"
            onClick={() => {
              stop()
              button.current?.focus()
            }}
          >
            Stop
          </button>
        )}
        {samples.length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => download('comparison.csv', 'text/csv', samplesCsv(samples))}
          >
            Download CSV
          </button>
        )}
        {step.name === 'done' &&
          (saved && 'id' in saved ? (
            <a className="button" href={`/results/${saved.id}`}>
              Open the saved result
            </a>
          ) : (
            <button type="button" className="button" onClick={onSave}>
              Save result
            </button>
          ))}
      </div>
      {step.name === 'measuring' && (
        <progress
          className="h-2 w-full accent-text"
          max={REQUESTS}
          value={step.done}
          aria-label="Requests that have been answered"
        />
      )}
      {step.name === 'failed' && (
        <Notice tone="error" role="alert" title={step.problem}>
          <p>{step.advice}</p>
        </Notice>
      )}
      <p role="status" className="text-sm text-muted">
        {saved && 'problem' in saved ? `Not saved. ${saved.problem}` : says(step, run?.settings.logoutAt ?? null)}
      </p>
    </div>
  )
}

const isBusy = ({ name }: Step) => name === 'starting' || name === 'measuring' || name === 'waiting'

function words(step: Step): string {
  if (step.name === 'measuring') return `Request ${step.done} of ${REQUESTS}`
  return step.name === 'waiting' ? 'Waiting for the attackers' : 'Starting…'
}

/** Told once per step: no number in it counts. */
function says(step: Step, logoutAt: number | null): string {
  switch (step.name) {
    case 'idle':
      return `It takes about half a minute: ${REQUESTS} requests, one after the other, then four logouts and what attackers still get.`
    case 'starting':
      return 'A guest, four sessions, four copies in the hands of attackers.'
    case 'measuring':
      return `One request of each strategy, then again. The server logs all four out ${logoutAt ? `at ${formatSeconds(logoutAt * 1000)}` : 'afterwards'}.`
    case 'waiting':
      return `All requests are answered. The server logs all four out at ${formatSeconds((logoutAt ?? 0) * 1000)}; then the attackers go on until they are refused.`
    case 'done':
      return 'Done. Every number in the table is from this run.'
    case 'failed':
      return ''
  }
}
