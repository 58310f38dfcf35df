'use client'

import { type FormEvent, useRef, useState } from 'react'
import { ConfirmDialog } from '@/app/_ui/auth-confirm.tsx'
import { LogoutForm } from '@/app/_ui/auth-logout-form.tsx'
import { Button } from '@/app/_ui/button.tsx'
import { strategyNames } from '@/app/_ui/strategy-names.ts'
import { Time } from '@/app/_ui/token-time.tsx'
import { formatAgo } from '@/lib/client/durations.ts'
import { endSession } from '@/lib/client/end-session.ts'
import type { WireReceipt, WireSession } from '@/lib/http/schemas.ts'
import { endSession as endWithoutScript } from './actions.ts'
import { TruthOfEnding } from './truth.tsx'

interface Props {
  session: WireSession
  now: number
  readOnly: boolean
  onEnded: (session: WireSession, receipt: WireReceipt) => void
}

export function DeviceRow({ session, now, readOnly, onEnded }: Props) {
  const { id, device, current, createdAt, lastSeenAt, generation, strategy, refreshExpiresAt } = session
  const renewals = generation === 1 ? 'renewed once' : `renewed ${generation} times`
  return (
    <li
      data-testid="session-row"
      data-sid={id}
      data-current={current}
      className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-b border-line py-4"
    >
      <div className="grid min-w-0 gap-0.5">
        <p className="flex flex-wrap items-baseline gap-x-3 font-semibold">
          {device}
          {current && <span className="rounded-md border border-text px-2 text-xs">This device</span>}
        </p>
        <p className="text-sm">
          {current ? 'Active now' : `Seen ${formatAgo(now - lastSeenAt)}`}
          {!current && (
            <span className="text-muted">
              {' '}
              (<Time at={lastSeenAt} now={now} />)
            </span>
          )}
        </p>
        <p className="text-sm text-muted">
          Logged in <Time at={createdAt} now={now} /> · {strategyNames[strategy].name}
          {refreshExpiresAt !== null && generation > 0 && ` · ${renewals}`} · session <code>{id.slice(0, 8)}</code>
        </p>
      </div>
      {!readOnly &&
        (current ? (
          <LogoutForm action="logout">
            <Button>Log out here</Button>
          </LogoutForm>
        ) : (
          <EndForm session={session} now={now} onEnded={onEnded} />
        ))}
    </li>
  )
}

/** Not optimistic: the row says "Ending…" until the server has answered. */
function EndForm({ session, now, onEnded }: Omit<Props, 'readOnly'>) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState('')

  async function end() {
    setPending(true)
    setFailure('')
    const result = await endSession(session.id)
    setPending(false)
    if (result.ok) onEnded(session, result.receipt)
    else setFailure(result.title)
  }

  function ask(event: FormEvent) {
    event.preventDefault()
    if (!pending) dialog.current?.showModal()
  }

  return (
    <form action={endWithoutScript} onSubmit={ask} className="grid justify-items-end gap-1">
      <input type="hidden" name="id" value={session.id} />
      <Button aria-busy={pending} aria-label={`Log out ${session.device}, session ${session.id.slice(0, 8)}`}>
        {pending ? 'Ending…' : 'Log out'}
      </Button>
      {failure && (
        <p role="alert" className="max-w-72 text-sm font-semibold">
          <span aria-hidden="true">▲ </span>
          {failure}
        </p>
      )}
      <ConfirmDialog
        dialog={dialog}
        title={`Log out ${session.device}?`}
        confirmLabel="Log out"
        onConfirm={() => void end()}
      >
        <TruthOfEnding sessions={[session]} now={now} />
      </ConfirmDialog>
    </form>
  )
}
