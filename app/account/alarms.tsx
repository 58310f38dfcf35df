'use client'

import { type FormEvent, useState } from 'react'
import { LogoutForm } from '@/app/_ui/auth-logout-form.tsx'
import { Button, buttonClass } from '@/app/_ui/button.tsx'
import { Notice } from '@/app/_ui/notice.tsx'
import { Time } from '@/app/_ui/token-time.tsx'
import type { AlarmView } from '@/lib/auth/index.ts'
import { acknowledgeAlarms } from '@/lib/client/acknowledge.ts'
import { isOpen } from '@/lib/client/truth.ts'
import { useNow } from '@/lib/client/use-now.ts'
import { activityWords } from '@/lib/client/words.ts'
import { useLive } from './live.tsx'
import { TruthOfEnding } from './truth.tsx'

const SHOWN = 3
const kinds: readonly string[] = [
  'refresh_reused',
  'refresh_shadowed',
  'database_rolled_back',
] satisfies AlarmView['kind'][]

interface Props {
  /** Those that the owner had not answered when the page was made. */
  unanswered: AlarmView[]
  /** Id of the newest activity then. */
  after: number
}

/** Somebody may hold a copy of a login: what happened, when, where, and what to do. Shown until its owner answers. */
export function Alarms({ unanswered, after }: Props) {
  const { state, renderedAt } = useLive()
  const now = useNow(renderedAt)
  const devices = new Map(state.sessions.map(({ id, device }) => [id, device]))
  const rung = state.activity
    .filter(({ id, kind }) => id > after && kinds.includes(kind))
    .map(({ sessionId, ...one }) => ({ ...one, device: devices.get(sessionId ?? '') ?? null }))
  const alarms = [...rung, ...unanswered.map((one) => ({ ...one, generation: null, reason: null }))]
  if (alarms.length === 0) return null
  return (
    <section aria-label="Alarm" data-testid="alarm">
      <Notice tone="error" title="Somebody may hold a copy of one of your logins">
        <div role="alert">
          <ul className="mt-2 grid gap-2">
            {alarms.slice(0, SHOWN).map((one) => {
              const { text, advice } = activityWords({ ...one, sessionId: null }, one.device)
              return (
                <li key={one.id} data-kind={one.kind}>
                  <Time at={one.at} now={renderedAt} className="font-semibold" /> {text}. {advice}
                </li>
              )
            })}
          </ul>
        </div>
        {alarms.length > SHOWN && <p className="mt-2">And {alarms.length - SHOWN} more before that.</p>}
        <p className="mt-2">
          That login is over. A new password ends every other one too, whoever holds it; logging out everywhere does
          that without a new password.
        </p>
        <div className="mt-3 flex flex-wrap items-start gap-3">
          <a href="#password" className={buttonClass('primary')}>
            Change your password
          </a>
          <LogoutForm
            action="logout-everywhere"
            confirm={{
              title: 'Log out everywhere, including here?',
              label: 'Log out everywhere',
              body: <TruthOfEnding sessions={state.sessions.filter((session) => isOpen(session, now))} now={now} />,
            }}
          >
            <Button>Log out everywhere</Button>
          </LogoutForm>
          <Acknowledge />
        </div>
      </Notice>
    </section>
  )
}

function Acknowledge() {
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState('')

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (pending) return
    setPending(true)
    setFailure('')
    const refused = await acknowledgeAlarms()
    // After a success the page is on its way out.
    if (refused === null) return
    setPending(false)
    setFailure(refused)
  }

  return (
    <form method="post" action="/api/auth/acknowledge" onSubmit={submit} className="grid gap-1">
      <Button aria-busy={pending}>{pending ? 'Noting…' : 'I know, hide this'}</Button>
      {failure && (
        <p role="alert" className="max-w-72 text-sm font-semibold">
          <span aria-hidden="true">▲ </span>
          {failure}
        </p>
      )}
    </form>
  )
}
