import { lab } from '@/lib/client/lab/api.ts'
import { measure, tryOut } from '@/lib/client/lab/measure.ts'
import type { RunView } from '@/lib/http/lab-schemas.ts'
import type { Sample } from '@/lib/lab/run/cost.ts'
import { planFor } from '@/lib/lab/run/plan.ts'

export type Started = { run: RunView; now: number }
export type Taken = { ok: true; samples: Sample[] } | { ok: false; problem: string; advice: string }

interface Options {
  signal: AbortSignal
  onStarted(started: Started): void
  onProgress(done: number): void
}

/** Runs, until one has had the time for all its requests. */
const RUNS = 3

const refused = (problem: string): Taken => ({ ok: false, problem, advice: 'Nothing was measured. Try again.' })

/** Tries the server out, begins a run that fits its pace, and sends its requests; a run that turns out too short is given up. */
export async function takeComparison({ signal, onStarted, onProgress }: Options): Promise<Taken> {
  let perRequest = await tryOut()
  for (let runs = 0; runs < RUNS && perRequest !== null && !signal.aborted; runs++) {
    const startedAt = performance.now()
    const answer = await lab.start(planFor(perRequest), null)
    if (!answer.ok) return refused(answer.problem)
    const { run } = answer.value
    onStarted(answer.value)
    const held = await lab.tokens(run.id)
    if (!held.ok) return refused(held.problem)
    const strategyOf = new Map(run.sessions.map(({ n, strategy }) => [n, strategy]))
    const access = held.value.tokens.filter(({ kind }) => kind === 'access')
    const tokens = new Map(access.map(({ session, text }) => [strategyOf.get(session)!, text]))
    const lasts = (run.settings.logoutAt ?? 0) * 1000 - (performance.now() - startedAt)
    const measured = await measure(run.id, tokens, { signal, lasts, onProgress })
    if (measured.ok) return measured
    void lab.stop(run.id)
    if (measured.why !== 'late') return refused(measured.problem)
    perRequest = Math.max(measured.perRequest, perRequest)
  }
  if (perRequest === null) return refused('The server could not be reached.')
  return {
    ok: false,
    problem: 'The server is too slow right now.',
    advice: 'The logout came before the last request, so nothing of it is shown. Try again when it has less to do.',
  }
}
