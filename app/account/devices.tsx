'use client'

import { useRef, useState } from 'react'
import { LogoutForm } from '@/app/_ui/auth-logout-form.tsx'
import { Button } from '@/app/_ui/button.tsx'
import { isOpen } from '@/lib/client/truth.ts'
import { useNow } from '@/lib/client/use-now.ts'
import type { WireReceipt, WireSession } from '@/lib/http/schemas.ts'
import { DeviceRow } from './device-row.tsx'
import { EndedDevices } from './ended-devices.tsx'
import { useLive } from './live.tsx'
import { TruthOfEnding } from './truth.tsx'

export type Receipts = Record<string, WireReceipt['ended'][number]>

export function Devices() {
  const { state, renderedAt, reload } = useLive()
  const now = useNow(renderedAt)
  const [receipts, setReceipts] = useState<Receipts>({})
  const open = state.sessions.filter((session) => isOpen(session, now) && !(session.id in receipts))
  const ended = state.sessions.filter((session) => !open.includes(session))
  const rows = open.toSorted((one, other) => Number(other.current) - Number(one.current))
  const heading = useRef<HTMLHeadingElement>(null)
  const [result, setResult] = useState('')
  const over = state.session.endedAt !== null

  function noteEnded(session: WireSession, receipt: WireReceipt) {
    setResult(`${session.device} is logged out.`)
    // Its row is gone, and the button that had the focus with it.
    heading.current?.focus()
    setReceipts((known) => ({ ...known, ...Object.fromEntries(receipt.ended.map((one) => [one.sessionId, one])) }))
    reload().catch(() => {})
  }

  return (
    <section aria-labelledby="devices" className="grid gap-4">
      <h2 id="devices" ref={heading} tabIndex={-1} className="text-xl focus:outline-none">
        Where you’re logged in
      </h2>
      <p role="status" className="font-semibold empty:hidden">
        {result}
      </p>
      <ul className="border-t border-line">
        {rows.map((session) => (
          <DeviceRow key={session.id} session={session} now={now} readOnly={over} onEnded={noteEnded} />
        ))}
      </ul>
      {over ? (
        <p className="text-muted">
          An ended session can read until its token expires, and end nothing. Log in again for that.
        </p>
      ) : (
        <ManyActions open={open} now={now} />
      )}
      <div className="grid gap-2">
        <EndedDevices sessions={ended} receipts={receipts} now={now} />
        <details>
          <summary>What is a session?</summary>
          <p className="mt-1 max-w-prose text-muted">
            One login on one device. Its refresh tokens all descend from that login, so ending the session ends the
            whole line. Two browsers on one computer are two sessions; tabs of one browser share theirs.
          </p>
        </details>
        <details>
          <summary>What do the times mean?</summary>
          <p className="mt-1 max-w-prose text-muted">
            “Seen” is the last request that showed this session’s access token or renewed it, written down at most once
            a minute. The name of a device is what its browser says of itself.
          </p>
        </details>
      </div>
    </section>
  )
}

function ManyActions({ open, now }: { open: WireSession[]; now: number }) {
  const others = open.filter(({ current }) => !current)
  const count = others.length === 1 ? '1 other device' : `${others.length} other devices`
  return (
    <div className="flex flex-wrap items-start gap-3">
      {others.length === 0 && <p className="basis-full text-muted">Only this device is logged in.</p>}
      {others.length > 0 && (
        <p className="basis-full text-sm text-muted">
          One of them is not you? Log it out and{' '}
          <a href="#password" className="inline-block min-h-6">
            change your password
          </a>
          .
        </p>
      )}
      {others.length > 0 && (
        <LogoutForm
          action="logout-others"
          confirm={{
            title: `Log out ${count}?`,
            label: `Log out ${count}`,
            body: <TruthOfEnding sessions={others} now={now} />,
          }}
        >
          <Button>Log out {count}</Button>
        </LogoutForm>
      )}
      <LogoutForm
        action="logout-everywhere"
        confirm={{
          title: 'Log out everywhere, including here?',
          label: 'Log out everywhere',
          body: <TruthOfEnding sessions={open} now={now} />,
        }}
      >
        <Button kind="danger">Log out everywhere, including here</Button>
      </LogoutForm>
    </div>
  )
}
