'use client'

import { useState } from 'react'
import { SourcePane } from '@/app/_lab/source/source-pane.tsx'
import { lab } from '@/lib/client/lab/api.ts'
import { type Decoded, decodeToken } from '@/lib/client/lab/inspect.ts'
import { type Edit, editedCopy } from '@/lib/client/lab/inspect-edit.ts'
import type { LabEvent, Reason } from '@/lib/http/lab-schemas.ts'
import { TokenText } from './token-text.tsx'

const edits: Record<Edit, { label: string; hint: string; claim: string }> = {
  sub: { label: 'Be somebody else', hint: 'another account in “sub”', claim: 'payload.sub' },
  exp: { label: 'Live longer', hint: 'one hour added to “exp”', claim: 'payload.exp' },
  none: { label: 'Do without a signature', hint: '“alg”: “none”, and nothing after the last dot', claim: 'header.alg' },
}

const because: Partial<Record<Reason, string>> = {
  bad_signature: 'The signature was made for other bytes. Whoever changes one has to sign again, and has no key.',
  malformed:
    'Three parts that are not empty are demanded before anything else is looked at, and one algorithm after that.',
  expired: 'The signature is right, and its time is over.',
}

interface Props {
  runId: string
  token: Decoded
  events: readonly LabEvent[]
}

/** One thing changed in a copy, and the copy really sent. The public answer says no; why, only the run's own events tell. */
export function EditCopy({ runId, token, events }: Props) {
  const [edit, setEdit] = useState<Edit>('sub')
  const [sent, setSent] = useState<{ after: number; status: number; says: string | null } | null>(null)
  const [sending, setSending] = useState(false)
  const copy = editedCopy(token, edit)
  const shown = decodeToken(copy)

  async function send() {
    setSending(true)
    setSent(null)
    const after = events.at(-1)?.seq ?? 0
    const told = await lab.me(runId, copy)
    setSending(false)
    setSent({ after, status: told.status, says: told.ok ? null : told.problem })
  }

  // Everybody else presents tokens of the run: what was refused and names none of them is ours.
  const event = sent && events.find(({ seq, status, token }) => seq > sent.after && status !== null && token === null)
  return (
    <div className="grid gap-4 rounded-md border border-control px-5 py-4" data-testid="edit-panel">
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-semibold">Change one thing in a copy</legend>
        {Object.entries(edits).map(([name, { label, hint }]) => (
          <label key={name} className="flex min-h-9 flex-wrap items-baseline gap-x-2.5">
            <input
              type="radio"
              name="edit"
              value={name}
              checked={name === edit}
              onChange={() => {
                setEdit(name as Edit)
                setSent(null)
              }}
              className="size-4 self-center"
            />
            {label} <span className="text-sm text-muted">{hint}</span>
          </label>
        ))}
      </fieldset>
      {shown.ok && <TokenText token={shown} lit={edits[edit].claim} testId="copy-text" />}
      <div className="flex flex-wrap items-center gap-4">
        <button
          type="button"
          data-testid="send-copy"
          className="button button-primary"
          aria-busy={sending}
          disabled={sending}
          onClick={() => void send()}
        >
          Send the copy
        </button>
        <span className="text-sm text-muted">
          <code>GET /me</code> of this run, with the copy as a bearer token and no cookie
        </span>
      </div>
      <div role="status" data-testid="answer" data-status={sent?.status} data-reason={event?.reason ?? undefined}>
        {sent && (
          <div className="grid gap-1">
            <p className="text-lg font-semibold">
              {sent.status === 0 ? sent.says : sent.status}
              {event?.reason && (
                <>
                  {' '}
                  <code>{event.reason}</code>
                </>
              )}
            </p>
            {sent.status === 401 && (
              <p className="max-w-prose">
                {event?.reason ? because[event.reason] : 'The reason is on its way.'}{' '}
                <span className="text-muted">
                  The answer itself says only “{sent.says}” whatever was wrong; the reason is from the run’s own events.
                </span>
              </p>
            )}
          </div>
        )}
      </div>
      {event?.region && <SourcePane selected={event.region} counts={countsOf(events)} />}
    </div>
  )
}

function countsOf(events: readonly LabEvent[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { region } of events) if (region) counts[region] = (counts[region] ?? 0) + 1
  return counts
}
