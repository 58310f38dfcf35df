import { useCallback, useEffect, useState } from 'react'
import type { Guess, LogoutScope, RunView, Settings } from '../../http/lab-schemas.ts'
import { readStored, writeStored } from '../storage.ts'
import { type LabAnswer, lab } from './api.ts'
import { type Run, useRun } from './use-run.ts'

export type RunPhase = 'idle' | 'starting' | 'live' | 'logged_out' | 'settled' | 'stopped'

/** What this browser last asked, and was told. */
export interface LastAnswer {
  readonly request: string
  readonly status: number
  readonly milliseconds: number
  /** The server's own sentence, for a refusal. */
  readonly says: string | null
}

/** What went wrong, and which action to repeat. */
export interface LabProblem {
  readonly action: 'start' | 'resume' | 'logout' | 'stop' | 'save' | 'replay'
  readonly code: string
  readonly says: string
}

export interface Lab {
  readonly phase: RunPhase
  readonly run: Run
  readonly view: RunView | null
  readonly answer: LastAnswer | null
  readonly problem: LabProblem | null
  readonly busy: boolean
  readonly savedAs: string | null
  start(settings: Settings, guess: Guess | null): Promise<void>
  useIt(): Promise<void>
  logOut(scope?: LogoutScope): Promise<void>
  renew(): Promise<number | null>
  replay(): Promise<void>
  stop(): Promise<void>
  save(): Promise<void>
  /** Forgets the run on this page; on the server it stays. */
  reset(): void
}

interface Started {
  run: RunView
  now: number
}

/** Where the page keeps the access token when the reader wants to see why it should not; beside it, the cookie's name. */
export const tokenKey = (runId: string): string => `lab-token-${runId.slice(0, 8)}`
export const cookieName = (runId: string): string => `__Host-lab-${runId.slice(0, 8)}`

const runKey = (page: string) => `lab-run-${page}`

/** One run on one page: what can be done with it, what it is at, and what this browser was told. Survives a reload. */
export function useLab(page: string): Lab {
  const [started, setStarted] = useState<Started | null>(null)
  const [pending, setPending] = useState<'start' | 'other' | null>(null)
  const [answer, setAnswer] = useState<LastAnswer | null>(null)
  const [problem, setProblem] = useState<LabProblem | null>(null)
  const [savedAs, setSavedAs] = useState<string | null>(null)
  const [loggedOut, setLoggedOut] = useState(false)
  const run = useRun(started)
  const id = started?.run.id ?? null
  const { catchUp } = run

  const forget = useCallback(() => {
    const known = readStored('sessionStorage', runKey(page))
    writeStored('sessionStorage', runKey(page), null)
    if (known) writeStored('localStorage', tokenKey(known), null)
    setStarted(null)
    setAnswer(null)
    setSavedAs(null)
    setLoggedOut(false)
    setProblem(null)
  }, [page])

  useEffect(() => {
    const known = readStored('sessionStorage', runKey(page))
    if (!known) return
    let left = false
    void lab.run(known).then((found) => {
      if (left) return
      if (found.ok) setStarted({ run: found.value.run, now: found.value.now })
      else if (found.status === 404) writeStored('sessionStorage', runKey(page), null)
      if (!found.ok) setProblem({ action: 'resume', code: found.code, says: found.problem })
    })
    return () => {
      left = true
    }
  }, [page])

  /** Runs one action; its refusal becomes the problem of the page. */
  const act = useCallback(
    async <Value>(action: LabProblem['action'], ask: () => Promise<LabAnswer<Value>>): Promise<Value | null> => {
      setPending(action === 'start' ? 'start' : 'other')
      setProblem(null)
      const told = await ask()
      setPending(null)
      if (told.ok) return told.value
      setProblem({ action, code: told.code, says: told.problem })
      return null
    },
    [],
  )

  const note = useCallback((request: string, told: LabAnswer<unknown>) => {
    const { status, milliseconds } = told
    setAnswer({ request, status, milliseconds, says: told.ok ? null : told.problem })
  }, [])

  const start = useCallback(
    async (settings: Settings, guess: Guess | null) => {
      forget()
      const begun = await act('start', () => lab.start(settings, guess))
      if (!begun) return
      writeStored('sessionStorage', runKey(page), begun.run.id)
      writeStored('localStorage', tokenKey(begun.run.id), begun.accessToken)
      setStarted({ run: begun.run, now: begun.now })
    },
    [act, forget, page],
  )

  const useIt = useCallback(async () => {
    if (!id) return
    note('GET /me', await lab.me(id, bearer(id)))
    catchUp()
  }, [id, note, catchUp])

  const logOut = useCallback(
    async (scope: LogoutScope = 'this') => {
      if (!id) return
      const done = await act('logout', async () => {
        const told = await lab.logout(id, scope, bearer(id))
        note(`POST /logout`, told)
        return told
      })
      catchUp()
      if (!done) return
      if (scope !== 'others') writeStored('localStorage', tokenKey(id), null)
      setLoggedOut(true)
    },
    [act, id, note, catchUp],
  )

  const renew = useCallback(async () => {
    if (!id) return null
    const told = await lab.refresh(id)
    note('POST /refresh', told)
    return told.ok ? told.value.expiresAt : null
  }, [id, note])

  const replay = useCallback(async () => {
    if (!id) return
    await act('replay', () => lab.replay(id))
    catchUp()
  }, [act, id, catchUp])

  const stop = useCallback(async () => {
    if (id) await act('stop', () => lab.stop(id))
  }, [act, id])

  const save = useCallback(async () => {
    const saved = id ? await act('save', () => lab.save(id)) : null
    if (saved) setSavedAs(saved.id)
  }, [act, id])

  return {
    phase: phaseOf(run, started !== null, pending === 'start', loggedOut),
    run,
    view: run.state?.run ?? started?.run ?? null,
    answer,
    problem,
    busy: pending !== null,
    savedAs,
    start,
    useIt,
    logOut,
    renew,
    replay,
    stop,
    save,
    reset: forget,
  }
}

function phaseOf({ state }: Run, isStarted: boolean, isStarting: boolean, loggedOut: boolean): RunPhase {
  if (isStarting) return 'starting'
  if (!isStarted || !state) return 'idle'
  if (state.phase !== 'live') return state.phase
  const ended = state.events.some(({ kind }) => kind === 'logout' || kind === 'revoked')
  return ended || loggedOut ? 'logged_out' : 'live'
}

/** Only where the page keeps the token itself; else the cookie goes along. */
const bearer = (id: string): string | undefined => readStored('localStorage', tokenKey(id)) ?? undefined
