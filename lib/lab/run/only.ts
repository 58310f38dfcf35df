import type { RunState } from './state.ts'

/** The same run as far as these sessions go: what belongs to all of them stays. */
export function onlySessions(state: RunState, numbers: readonly number[]): RunState {
  const has = (n: number | null) => n === null || numbers.includes(n)
  const { run, sessions, tokens, keys, events } = state
  return {
    ...state,
    run: { ...run, sessions: run.sessions.filter(({ n }) => has(n)) },
    sessions: sessions.filter(({ n }) => has(n)),
    tokens: tokens.filter(({ session }) => has(session)),
    keys: keys.filter(({ session }) => has(session)),
    events: events.filter(({ session }) => has(session)),
  }
}
