'use client'

import { useState } from 'react'
import { CopyCode } from '@/app/_lab/source/copy-code.tsx'
import { Notice } from '@/app/_ui/notice.tsx'
import { decodeToken } from '@/lib/client/lab/inspect.ts'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { useNow } from '@/lib/client/use-now.ts'
import type { RunToken, RunView } from '@/lib/http/lab-schemas.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import { Badge, type Condition, conditionByDates } from './badge.tsx'
import { Cookies } from './cookies.tsx'
import { EditCopy } from './edit-copy.tsx'
import { TokenView } from './token-view.tsx'
import { useHeld } from './use-held.ts'

/** A run is there: its tokens, one at a time, then its cookies. */
export function Held({ lab, view, now: rendered }: { lab: Lab; view: RunView; now: number }) {
  const now = useNow(rendered)
  const { state } = lab.run
  const { held, problem } = useHeld(view.id, state?.tokens.length ?? 0)
  const [chosen, setChosen] = useState<string | null>(null)
  const [editing, setEditing] = useState(false)
  const newest = held?.tokens.filter(({ kind }) => kind === 'access').at(-1)
  const token = held?.tokens.find(({ name }) => name === chosen) ?? newest
  if (!token) return problem ? <Notice tone="error" title={problem} /> : <p role="status">Reading the tokens…</p>
  const expiresAt = view.startedAt + token.expiresAt / 1000
  const decoded = token.kind === 'access' ? decodeToken(token.text) : null
  const badge = <Badge state={conditionOf(token, view, state, now)} expiresAt={expiresAt} now={now} />
  const actions = <Actions lab={lab} onRenewed={() => setChosen(null)} />
  return (
    <>
      <section aria-label={`Token ${token.name}`} className="grid gap-5">
        <div className="flex flex-wrap items-end gap-x-5 gap-y-3">
          <label className="grid gap-1 text-sm">
            Token
            <select
              data-testid="choose-token"
              value={token.name}
              onChange={({ target }) => setChosen(target.value)}
              className="min-h-11 rounded-md border border-control bg-bg px-3 text-base"
            >
              {held!.tokens.map(({ name, kind }) => (
                <option key={name} value={name}>
                  {name}, {kind === 'access' ? 'access token' : 'refresh token'}
                </option>
              ))}
            </select>
          </label>
          <span className="min-h-11 content-center">{badge}</span>
          <span className="ms-auto flex flex-wrap items-center gap-3">
            <CopyCode text={token.text} />
            {decoded?.ok && (
              <button
                type="button"
                data-testid="edit-copy"
                className="button button-small"
                aria-expanded={editing}
                onClick={() => setEditing(!editing)}
              >
                {editing ? 'Back to the original' : 'Edit a copy'}
              </button>
            )}
          </span>
        </div>
        {decoded?.ok && editing && (
          <EditCopy key={token.name} runId={view.id} token={decoded} events={state?.events ?? []} />
        )}
        {decoded?.ok ? (
          <TokenView token={decoded} now={now}>
            {actions}
          </TokenView>
        ) : (
          <>
            <Opaque text={token.text} />
            {actions}
          </>
        )}
      </section>
      <Cookies lab={lab} lines={held!.cookies} />
    </>
  )
}

/** What the run's events say, else the time. A token that only its owner's browser deleted lives on in every copy. */
function conditionOf(token: RunToken, view: RunView, state: RunState | null, now: number): Condition {
  const known = state?.tokens.find(({ name, session }) => name === token.name && session === token.session)
  const [issuedAt, expiresAt] = [token.issuedAt, token.expiresAt].map((at) => view.startedAt + at / 1000)
  const byDates = conditionByDates(issuedAt!, expiresAt!, now)
  const stopped = known?.stoppedBy
  return stopped && stopped !== 'deleted' && byDates !== 'expired' ? stopped : byDates
}

function Opaque({ text }: { text: string }) {
  return (
    <div className="grid gap-3">
      <div className="token-box">
        <code data-testid="token-text">{text}</code>
      </div>
      <p className="max-w-prose">
        A refresh token is opaque: there is nothing in it to decode. The server keeps its hash in the session’s row, and
        a logout marks that row as ended. So this one dies at once, whoever holds a copy.
      </p>
    </div>
  )
}

function Actions({ lab, onRenewed }: { lab: Lab; onRenewed: () => void }) {
  const out = lab.phase !== 'live'
  return (
    <div className="flex flex-wrap items-center gap-3">
      {!out && (
        <>
          <button
            type="button"
            data-testid="renew"
            className="button button-small"
            onClick={() => void lab.renew().then(onRenewed)}
          >
            Renew it
          </button>
          <button type="button" data-testid="log-out" className="button button-small" onClick={() => void lab.logOut()}>
            Log out of the run
          </button>
        </>
      )}
      <button
        type="button"
        className="button button-small"
        onClick={() => {
          void lab.stop()
          lab.reset()
        }}
      >
        {out ? 'Start again' : 'End the run'}
      </button>
      {lab.problem && (
        <p role="alert" className="text-sm font-semibold">
          {lab.problem.says}
        </p>
      )}
    </div>
  )
}
