'use client'

import type { ReactNode } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { Stamp } from '@/app/_ui/stamp.tsx'
import { cookieName, type Lab, tokenKey } from '@/lib/client/lab/use-lab.ts'
import { newestOf, ownCondition, ownSession } from '@/lib/lab/run/held.ts'
import { digits, formatSeconds } from '@/lib/lab/run/numbers.ts'
import { TokenRow } from './token-row.tsx'

interface Props {
  lab: Lab
  /** Instead of the one button that logs out. */
  logoutControls?: ReactNode
}

/** This browser: what it holds, what it can do, and what it was last told. */
export function ActorYou({ lab, logoutControls }: Props) {
  const { run, phase, view, answer, busy } = lab
  const { state } = run
  if (!state || !view) return <p className="text-muted">Not logged in yet. The run logs this browser in.</p>
  if (state.sessions.length === 0) return <p className="text-muted">Reading what has happened…</p>
  const own = ownSession(state)
  const session = state.sessions.find(({ n }) => n === own)
  const isIn = session?.endedAt === null
  const isOver = phase === 'settled' || phase === 'stopped'
  const held = newestOf(state, own)
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2 font-semibold" data-logged-in={isIn}>
        <Dot filled={isIn} />
        {isIn ? (
          <>
            Logged in as <span className="font-mono font-normal">{view.guest}</span>
          </>
        ) : (
          <>
            Logged out <span className="timer font-normal text-muted">at {formatSeconds(session?.endedAt ?? 0)}</span>
          </>
        )}
      </p>
      <div className="grid gap-2">
        {held.map((token) => (
          <TokenRow key={token.name} run={run} token={token} conditionAt={(t) => ownCondition(token, t)} />
        ))}
      </div>
      <Where lab={lab} isIn={isIn} />
      <div className="flex flex-wrap gap-2">
        <Button type="button" data-testid="use-it" onClick={() => void lab.useIt()}>
          Use it
        </Button>
        {logoutControls ?? (
          <Button
            type="button"
            kind="primary"
            data-testid="log-out"
            aria-busy={busy}
            disabled={isOver && isIn}
            onClick={() => void lab.logOut()}
          >
            {isIn ? 'Log out' : 'Log out again'}
          </Button>
        )}
      </div>
      {answer && (
        <p className="text-sm" data-testid="last-answer">
          <code>{answer.request}</code> <strong className="tabular-nums">{answer.status || 'no answer'}</strong>{' '}
          <span className="text-muted">
            in <span className="timer">{digits(answer.milliseconds)}&#8239;ms</span> <Stamp kind="measured" />
            {answer.says && <> · {answer.says}</>}
          </span>
        </p>
      )}
    </>
  )
}

function Where({ lab: { view }, isIn }: { lab: Lab; isIn: boolean }) {
  if (!view) return null
  const inStorage = view.settings.storage === 'localStorage'
  const name = inStorage ? tokenKey(view.id) : cookieName(view.id)
  return (
    <p className="text-sm text-muted">
      {isIn ? 'Kept in' : 'Was kept in'} {inStorage ? 'localStorage as' : 'the cookie'} <code>{name}</code>
      {inStorage ? ', which every script of the page can read' : ', HttpOnly'}
    </p>
  )
}

function Dot({ filled }: { filled: boolean }) {
  return (
    <svg viewBox="0 0 16 16" className="size-[0.9em] self-center fill-none stroke-current" aria-hidden="true">
      <circle cx="8" cy="8" r="6" strokeWidth="1.8" fill={filled ? 'currentColor' : 'none'} />
    </svg>
  )
}
