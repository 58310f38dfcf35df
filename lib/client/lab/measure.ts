import type { Strategy } from '@/lib/auth/index.ts'
import { comparedStrategies, ROUNDS, readServerTiming, type Sample, WARM_UP } from '../../lab/run/cost.ts'
import { REQUESTS } from '../../lab/run/plan.ts'
import { lab } from './api.ts'

export type Measured =
  | { ok: true; samples: Sample[] }
  /** The requests take too long for this run. `perRequest`: milliseconds that each has taken. */
  | { ok: false; why: 'late'; perRequest: number }
  | { ok: false; why: 'stopped' | 'refused'; problem: string }

/** Requests of a first try: some in which code is compiled, then those whose mean counts. A median would hide the slow ones. */
const FIRST = 3
const TRIES = 12

/** Milliseconds that a small request takes here, there and back. Null: the server does not answer. */
export async function tryOut(): Promise<number | null> {
  let sum = 0
  for (let made = 0; made < FIRST + TRIES; made++) {
    const answer = await lab.runs()
    if (answer.status === 0) return null
    if (made >= FIRST) sum += answer.milliseconds
  }
  return sum / TRIES
}

/** Rounds, and the milliseconds in which the page may draw them: else the first request after it would pay for that. */
const TELL_EVERY = 5
const DRAWING = 20

interface Options {
  signal: AbortSignal
  /** Milliseconds until the logout. */
  lasts: number
  /** Now and then: how many requests have been answered. */
  onProgress(done: number): void
}

/** One request of each strategy, then again, one at a time. What counts is what the server says that it spent. */
export async function measure(
  runId: string,
  tokens: ReadonlyMap<Strategy, string>,
  { signal, lasts, onProgress }: Options,
): Promise<Measured> {
  const samples: Sample[] = []
  const beganAt = performance.now()
  const perRequest = () => (performance.now() - beganAt) / Math.max(1, samples.length)
  for (let round = 0; round < ROUNDS; round++) {
    for (const strategy of comparedStrategies) {
      const answer = await askMe(runId, tokens.get(strategy)!, signal)
      if (signal.aborted) return { ok: false, why: 'stopped', problem: 'Stopped.' }
      if (answer.status === 401) return { ok: false, why: 'late', perRequest: perRequest() }
      const timing = readServerTiming(answer.timing)
      if (answer.status !== 200 || !timing) return { ok: false, why: 'refused', problem: answer.problem }
      samples.push({ strategy, round, ...timing })
    }
    // Given up as soon as it is known, rather than at the logout.
    if (round >= WARM_UP && perRequest() * REQUESTS > lasts) return { ok: false, why: 'late', perRequest: perRequest() }
    if (round % TELL_EVERY > 0) continue
    onProgress(samples.length)
    await new Promise((resolve) => setTimeout(resolve, DRAWING))
  }
  return { ok: true, samples }
}

interface Answer {
  status: number
  timing: string | null
  problem: string
}

/** `lab.me` with the header that it leaves out. Waits where the server says that it is asked too often. */
async function askMe(runId: string, bearer: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(`/api/lab/runs/${runId}/me`, {
      cache: 'no-store',
      credentials: 'omit',
      headers: { authorization: `Bearer ${bearer}` },
      signal,
    })
    // Read to its end, or the next request waits for this one.
    const body = await response.json()
    const wait = Number(response.headers.get('retry-after'))
    if (response.status === 429 && wait > 0) {
      await new Promise((resolve) => setTimeout(resolve, wait * 1000))
      return askMe(runId, bearer, signal)
    }
    const problem = response.ok ? 'This answer does not say what it cost.' : body.title
    return { status: response.status, timing: response.headers.get('server-timing'), problem }
  } catch {
    return { status: 0, timing: null, problem: 'The server could not be reached.' }
  }
}
