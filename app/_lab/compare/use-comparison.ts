import { useEffect, useMemo, useRef, useState } from 'react'
import { lab } from '@/lib/client/lab/api.ts'
import { useRun } from '@/lib/client/lab/use-run.ts'
import type { RunView } from '@/lib/http/lab-schemas.ts'
import { type Compared, comparisonOf } from '@/lib/lab/run/comparison.ts'
import { costsOf, type Sample } from '@/lib/lab/run/cost.ts'
import { type Started, takeComparison } from './take-comparison.ts'

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

/** One comparison at a time: a try-out, a run, its requests, then its logouts. */
export function useComparison(): Comparison {
  const [step, setStep] = useState<Step>({ name: 'idle' })
  const [started, setStarted] = useState<Started | null>(null)
  const [samples, setSamples] = useState<readonly Sample[]>([])
  const stopper = useRef<AbortController | null>(null)
  // Followed only once nothing is measured any more: a stream would disturb what it watches.
  const follows = step.name === 'waiting' || step.name === 'done'
  const { state, t } = useRun(follows ? started : null)

  const settled = state !== null && state.phase !== 'live'
  const current: Step = step.name === 'waiting' && settled ? { name: 'done' } : step
  const rows = useMemo(() => comparisonOf(state, costsOf(samples)), [state, samples])

  useEffect(() => () => stopper.current?.abort(), [])

  function clear(next: Step) {
    stopper.current?.abort()
    setStep(next)
    setSamples([])
    setStarted(null)
  }

  async function start() {
    clear({ name: 'starting' })
    const controller = new AbortController()
    stopper.current = controller
    const { signal } = controller
    const taken = await takeComparison({
      signal,
      onStarted: (begun) => {
        setStarted(begun)
        setStep({ name: 'measuring', done: 0 })
      },
      onProgress: (done) => setStep({ name: 'measuring', done }),
    })
    if (signal.aborted) return
    if (!taken.ok) return setStep({ name: 'failed', problem: taken.problem, advice: taken.advice })
    setSamples(taken.samples)
    setStep({ name: 'waiting' })
  }

  function stop() {
    if (started) void lab.stop(started.run.id)
    clear({ name: 'idle' })
  }

  return { step: current, run: started?.run ?? null, rows, samples, t, start: () => void start(), stop }
}
