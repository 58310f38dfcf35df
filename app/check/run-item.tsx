'use client'

import { useState } from 'react'
import { Time } from '@/app/_ui/token-time.tsx'
import { lab } from '@/lib/client/lab/api.ts'
import type { Question } from '@/lib/lab/run/questions.ts'
import { ChoiceItem } from './choice-item.tsx'

interface Props {
  number: number
  question: Question
  /** Not the reader's own run: one that was recorded. */
  recorded: boolean
  /** NumericDate: runs of the same day show their time alone. */
  now: number
  onResult(right: boolean): void
}

/** A question about something that happened. */
export function RunItem({ number, question, recorded, now, onResult }: Props) {
  const { id, runId, startedAt, seq, quotes, event, asks, choices, because } = question
  return (
    <ChoiceItem
      id={id}
      number={number}
      title={
        <span data-run-id={runId} data-seq={seq}>
          In {recorded ? 'the recorded run' : 'your run'} of <Time at={startedAt} now={now} />, {quotes}.
        </span>
      }
      asks={asks}
      choices={choices}
      because={
        <>
          <p>{because}</p>
          <p className="mt-2 text-sm text-muted">
            #{seq}: {event}
          </p>
          {!recorded && <OpenRun runId={runId} seq={seq} />}
        </>
      }
      onResult={onResult}
    />
  )
}

/** A run has no page until it is saved; the reader decides whether it gets one. */
function OpenRun({ runId, seq }: { runId: string; seq: number }) {
  const [failed, setFailed] = useState('')
  async function open() {
    const saved = await lab.save(runId)
    if (saved.ok) location.assign(`/results/${saved.value.id}#event-${seq}`)
    else setFailed(saved.problem)
  }
  return (
    <p className="mt-2 flex flex-wrap items-center gap-3">
      <button type="button" className="button button-small" onClick={() => void open()}>
        Save this run and show #{seq} in it
      </button>
      <span role="status">{failed}</span>
    </p>
  )
}
