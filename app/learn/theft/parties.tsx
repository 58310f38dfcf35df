'use client'

import type { ReactNode } from 'react'
import type { TokenState as Condition } from '@/app/_ui/state-icon.tsx'
import type { Run } from '@/lib/client/lab/use-run.ts'
import type { LabEvent } from '@/lib/http/lab-schemas.ts'
import type { Party } from '@/lib/lab/run/family.ts'
import { copyCondition } from '@/lib/lab/run/held.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { isLeak } from '@/lib/lab/run/outcome.ts'
import type { RunState, TokenState } from '@/lib/lab/run/state.ts'
import { heldBy, type TheftResult } from '@/lib/lab/run/theft.ts'
import { TokenRow } from '../../_lab/panes/token-row.tsx'
import { CopyLeft } from './copy-left.tsx'

interface Props {
  run: Run
  state: RunState
  result: TheftResult
}

/** What the reader is told when the login ends, and what their jar holds. */
export function You({ run, state, result }: Props) {
  const { endedAt } = result.family
  return (
    <>
      <Login isIn={endedAt === null} />
      {endedAt !== null && (
        <div data-testid="reuse-message" className="rounded-md border-2 border-text px-3 py-2">
          <p className="timer font-semibold">You: logged out at {formatSeconds(endedAt)}.</p>
          <p>
            Someone else used a token from this login, so we ended it everywhere. Log in again; consider a new password.
          </p>
          {!result.hasThief && (
            <p className="mt-1 text-sm text-muted">
              There was nobody else: it was your own second tab. The server cannot tell the two apart.
            </p>
          )}
        </div>
      )}
      <Jar run={run} state={state} party="you" conditionOf={(token, t) => ownCondition(token, t)} />
      <Requests state={state} party="you" />
    </>
  )
}

/** What the thief holds, whether it still works, and what they were last told. */
export function ThiefPane({ run, state, result }: Props) {
  const { family, exposure } = result
  const copied = state.events.find(({ kind }) => kind === 'stolen')
  if (!copied) return <p className="text-muted">Has nothing yet. The copy is made in a few seconds.</p>
  return (
    <>
      <p className="text-sm text-muted">
        Malware read your cookie store at <span className="timer text-text">{formatSeconds(copied.t)}</span>. We hand
        the copy over; how it leaks is another lesson.
      </p>
      <Login isIn={family.endedAt === null} />
      <CopyLeft run={run} result={result} strategy={state.run.settings.strategy} />
      <Jar run={run} state={state} party="attacker" conditionOf={(token, t) => copyCondition(token, t, exposure)} />
      <Requests state={state} party="attacker" />
    </>
  )
}

function Login({ isIn }: { isIn: boolean }) {
  return (
    <p className="flex items-baseline gap-x-2 font-semibold" data-logged-in={isIn}>
      <svg viewBox="0 0 16 16" className="size-[0.9em] self-center fill-none stroke-current" aria-hidden="true">
        <circle cx="8" cy="8" r="6" strokeWidth="1.8" fill={isIn ? 'currentColor' : 'none'} />
      </svg>
      {isIn ? 'Can renew' : 'Logged out'}
    </p>
  )
}

interface JarProps {
  run: Run
  state: RunState
  party: Party
  conditionOf(token: TokenState, t: number): Condition
}

function Jar({ run, state, party, conditionOf }: JarProps) {
  const held = heldBy(state.events, party)
  const tokens = [held.access, held.refresh].flatMap((name) => state.tokens.find((one) => one.name === name) ?? [])
  return (
    <div className="grid gap-2 [&_code]:w-9">
      {tokens.map((token) => (
        <TokenRow key={token.name} run={run} token={token} conditionAt={(t) => conditionOf(token, t)} />
      ))}
    </div>
  )
}

/** The alarm takes nothing out of the jar: what is in it goes on until it is refused or has expired. */
function ownCondition(token: TokenState, t: number): Condition {
  const { stoppedBy, expiresAt } = token
  if (stoppedBy === 'denied' || stoppedBy === 'revoked' || stoppedBy === 'rotated') return stoppedBy
  return t >= expiresAt ? 'expired' : 'active'
}

const SHOWN = 4

function Requests({ state, party }: { state: RunState; party: Party }) {
  const own = state.events.filter(({ actor, status }) => actor === party && status !== null)
  if (own.length === 0) return null
  return (
    <table className="sheet text-sm">
      <caption className="sr-only">Last requests, newest first</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Request</th>
          <th scope="col">Answer</th>
          <th scope="col">At</th>
        </tr>
      </thead>
      <tbody>
        {own
          .slice(-SHOWN)
          .toReversed()
          .map((event) => (
            <tr key={event.seq} data-outcome={isLeak(state, event) ? 'leak' : undefined}>
              <th scope="row" className="font-normal">
                <code>{event.kind === 'refreshed' ? 'refresh' : 'me'}</code> <code>{event.token}</code>
                {event.by && <span className="text-muted"> {event.by}</span>}
              </th>
              <td>
                <Answer event={event} />
              </td>
              <td className="timer text-end whitespace-nowrap text-muted">{formatSeconds(event.t)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function Answer({ event: { status, reason } }: { event: LabEvent }): ReactNode {
  return (
    <>
      <strong className="tabular-nums">{status}</strong> <code className="wrap-anywhere text-muted">{reason}</code>
    </>
  )
}
