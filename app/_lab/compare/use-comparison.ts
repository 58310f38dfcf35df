import { useEffect, useMemo, useRef, useState } from 'react'
import { lab } from '@/lib/client/lab/api.ts'
import { measure, tryOut } from '@/lib/client/lab/measure.ts'
import { useRun } from '@/lib/client/lab/use-run.ts'
import type { RunView } from '@/lib/http/lab-schemas.ts'
import { type Compared, comparisonOf } from '@/lib/lab/run/comparison.ts'
import { costsOf, type Sample } from '@/lib/lab/run/cost.ts'
import { planFor } from '@/lib/lab/run/plan.ts'

export type Step =
  | { name: 'idle' }
  | { name: 'starting' }
  | { name: 'measuring'; done: number }
  /** All requests are answered; the logout and the attackers are waited for. */
  | { name: 'waiting' }
  | { name: 'done' }
  | { name: 'failed'; problem: string; advice: string }

export interface Comparison {
  step: Step
  run: RunView | null
  rows: Compared[]
  samples: readonly Sample[]
  /** Milliseconds since the run began. */
  t(): number
  start(): void
  stop(): void
}

type Started = { run: RunView; now: number }

/** One comparison at a time: a try-out, a run, its requests, then its logouts. */
export function useComparison(): Comparison {
  const [step, setStep] = useState<Step>({ name: 'idle' })
  const [started, setStarted] = useState<Started | null>(null)
  const [samples, setSamples] = useState<readonly Sample[]>([])
  const stopper = useRef<AbortController | null>(null)
  /** Doubled whenever a logout came before the last request. */
  const patience = useRef(1)
  // Followed only once nothing is measured any more: a stream would disturb what it watches.
  const follows = step.name === 'waiting' || step.name === 'done'
  const { state, t } = useRun(follows ? started : null)

  const settled = state !== null && state.phase !== 'live'
  const current: Step = step.name === 'waiting' && settled ? { name: 'done' } : step
  const rows = useMemo(() => comparisonOf(state, costsOf(samples)), [state, samples])

  useEffect(() => () => stopper.current?.abort(), [])

  async function start() {
    stopper.current?.abort()
    const controller = new AbortController()
    stopper.current = controller
    const { signal } = controller
    const fail = (problem: string, advice: string) => !signal.aborted && setStep({ name: 'failed', problem, advice })
    setStep({ name: 'starting' })
    setSamples([])
    setStarted(null)
    const perRequest = await tryOut()
    if (perRequest === null) return fail('The server could not be reached.', 'Nothing was measured. Try again.')
    const answer = await lab.start(planFor(perRequest * patience.current), null)
    if (!answer.ok) return fail(answer.problem, 'Nothing was measured. Try again.')
    const { run } = answer.value
    setStarted(answer.value)
    const giveUp = (problem: string, advice: string) => {
      void lab.stop(run.id)
      fail(problem, advice)
    }
    if (signal.aborted) return void lab.stop(run.id)
    const held = await lab.tokens(run.id)
    if (!held.ok) return giveUp(held.problem, 'Nothing was measured. Try again.')
    const tokens = new Map(
      held.value.tokens
        .filter(({ kind }) => kind === 'access')
        .flatMap(({ session, text }) => {
          const strategy = run.sessions.find(({ n }) => n === session)?.strategy
          return strategy ? [[strategy, text] as const] : []
        }),
    )
    setStep({ name: 'measuring', done: 0 })
    const measured = await measure(run.id, tokens, {
      signal,
      onProgress: (done) => setStep({ name: 'measuring', done }),
    })
    if (signal.aborted) return void lab.stop(run.id)
    if (!measured.ok && measured.why === 'late') patience.current *= 2
    if (!measured.ok)
      return giveUp(
        measured.problem,
        measured.why === 'late'
          ? 'The server became slower than its first answers promised. Run it again: the next run is given more time.'
          : 'What was measured is incomplete, so none of it is shown. Try again.',
      )
    setSamples(measured.samples)
    setStep({ name: 'waiting' })
  }

  function stop() {
    stopper.current?.abort()
    if (started) void lab.stop(started.run.id)
    setStep({ name: 'idle' })
    setSamples([])
    setStarted(null)
  }

  return { step: current, run: started?.run ?? null, rows, samples, t, start: () => void start(), stop }
}
