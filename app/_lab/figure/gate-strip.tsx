'use client'

import type { KeyboardEvent, Ref } from 'react'
import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Check, LabEvent } from '@/lib/http/lab-schemas.ts'
import { isSuccess } from '@/lib/lab/run/exposure.ts'
import { formatMicroseconds } from '@/lib/lab/run/numbers.ts'
import { isLeak } from '@/lib/lab/run/outcome.ts'
import { exposureIn, type RunState } from '@/lib/lab/run/state.ts'
import { checkWords, eventWords } from '@/lib/lab/run/words.ts'
import './figure.css'

interface Props {
  state: RunState
  /** Null: the request that ended the exposure, or the attacker's newest. */
  selected: number | null
  onSelect: (seq: number | null) => void
  ref?: Ref<HTMLFieldSetElement>
}

/** What put the attacker out; in a race, of the first session that has it. */
const refusalOf = (state: RunState) =>
  state.sessions.map(({ n }) => exposureIn(state, n)?.refusal ?? null).find((refusal) => refusal !== null)

const isRequest = ({ kind }: LabEvent) => kind === 'used' || kind === 'replayed' || kind === 'refreshed'

/** Why a request was let in or refused: its checks in order, with the one that stopped it. */
export function GateStrip({ state, selected, onSelect, ref }: Props) {
  const requests = state.events.filter(isRequest)
  const chosen = selected === null ? null : state.events.find(({ seq }) => seq === selected)
  const event = chosen ?? refusalOf(state) ?? requests.findLast(({ actor }) => actor === 'attacker') ?? requests.at(-1)
  const at = event ? requests.findLastIndex(({ seq }) => seq <= event.seq) : -1
  const previous = event && requests[at]?.seq === event.seq ? requests[at - 1] : requests[at]
  const next = requests[at + 1]

  function onKeyDown(key: KeyboardEvent) {
    if (key.ctrlKey || key.metaKey || key.altKey) return
    const to = { ArrowLeft: previous, ArrowRight: next, Home: requests[0], End: requests.at(-1) }[key.key]
    if (!to) return
    key.preventDefault()
    onSelect(to.seq)
  }

  return (
    <fieldset
      ref={ref}
      tabIndex={-1}
      className="gate"
      aria-label="The checks of one request"
      data-testid="gate"
      data-seq={event?.seq ?? ''}
      onKeyDown={onKeyDown}
    >
      <div className="gate-head">
        <h3 className="font-semibold">
          {event ? (
            <>
              Gate for <span className="timer">#{event.seq}</span>
            </>
          ) : (
            'The gate'
          )}
        </h3>
        {event?.checks && <Stamp kind="measured" />}
        <span className="ms-auto inline-flex gap-1">
          <Step label="Previous request" to={previous} onSelect={onSelect} path="M10 3 5 8l5 5" />
          <Step label="Next request" to={next} onSelect={onSelect} path="m6 3 5 5-5 5" />
        </span>
      </div>
      {event ? (
        <Checks state={state} event={event} />
      ) : (
        <p className="text-muted">Nobody has asked for anything yet.</p>
      )}
    </fieldset>
  )
}

interface StepProps {
  label: string
  to: LabEvent | undefined
  onSelect: (seq: number) => void
  path: string
}

/** Stays focusable at the ends, where it does nothing. */
function Step({ label, to, onSelect, path }: StepProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={!to}
      className="gate-step"
      onClick={() => to && onSelect(to.seq)}
    >
      <svg viewBox="0 0 16 16" className="size-4 fill-none stroke-current" strokeWidth="2" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  )
}

function Checks({ state, event }: { state: RunState; event: LabEvent }) {
  const { checks } = event
  return (
    <>
      {checks && checks.length > 0 && (
        <ol className="gate-checks">
          {checks.map((check) => (
            <li key={check.name} className="gate-check" data-check={check.name} data-ok={String(check.ok)}>
              <span className="font-semibold">{checkWords[check.name]}</span> <Mark check={check} />
              <span className="timer text-xs">{timeOf(check)}</span>
            </li>
          ))}
          <li className="gate-check gate-end" data-ok={String(isSuccess(event))} data-outcome={leakOf(state, event)}>
            <span className="font-semibold">{isSuccess(event) ? 'Let in' : 'Refused'}</span>
            <span className="timer text-xs">{event.status ?? 'no answer'}</span>
          </li>
        </ol>
      )}
      <p className="text-sm">{eventWords(state, event)}</p>
    </>
  )
}

const leakOf = (state: RunState, event: LabEvent) => (isLeak(state, event) ? 'leak' : undefined)

function Mark({ check: { ok } }: { check: Check }) {
  if (ok === null) return null
  return (
    <>
      <svg viewBox="0 0 12 12" className="gate-mark" aria-hidden="true">
        <path d={ok ? 'm2 6.5 2.8 3L10 3' : 'm2 2 8 8M10 2l-8 8'} />
      </svg>
      <span className="sr-only">{ok ? 'passed,' : 'stopped it,'}</span>
    </>
  )
}

/** The verifier is one call: what has no time of its own was measured with the signature. */
function timeOf({ ok, us, name }: Check): string {
  if (ok === null) return us === null ? 'not reached' : `no answer, ${formatMicroseconds(us)}`
  if (us !== null) return formatMicroseconds(us)
  return name === 'denylist' || name === 'first_use' ? 'not measured' : 'in the signature’s time'
}
