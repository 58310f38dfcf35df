import { useMemo, useState } from 'react'
import { lab } from '@/lib/client/lab/api.ts'
import { usePreset } from '@/lib/client/lab/preset.ts'
import { type Run, useRun } from '@/lib/client/lab/use-run.ts'
import type { Guess, RunView } from '@/lib/http/lab-schemas.ts'
import { settingsFor } from '@/lib/lab/run/presets.ts'
import { type Race, raceOf } from '@/lib/lab/run/race.ts'

export type RacePhase = 'idle' | 'starting' | 'live' | 'settled' | 'stopped'

export interface RaceRun {
  phase: RacePhase
  race: Race
  run: Run
  /** Milliseconds. */
  longestLife: number
  plannedLogout: number
  /** The server's own sentence. */
  problem: string | null
  start(outcome: Guess['outcome'] | null): Promise<void>
}

/** One race at a time. The server plays all of it; this page starts it and follows. */
export function useRace(): RaceRun {
  const [started, setStarted] = useState<{ run: RunView; now: number } | null>(null)
  const [isStarting, setStarting] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const run = useRun(started)
  const settings = settingsFor('race', usePreset('race'))
  const race = useMemo(() => raceOf(run.state), [run.state])

  async function start(outcome: Guess['outcome'] | null) {
    setStarting(true)
    setProblem(null)
    const answer = await lab.start(settings, outcome && { outcome, seconds: null, check: null })
    setStarting(false)
    if (answer.ok) setStarted(answer.value)
    else setProblem(answer.problem)
  }

  const shown = started?.run.settings ?? settings
  return {
    phase: isStarting ? 'starting' : started ? (run.state?.phase ?? 'live') : 'idle',
    race,
    run,
    longestLife: shown.longAccess * 1000,
    plannedLogout: (shown.logoutAt ?? 0) * 1000,
    problem,
    start,
  }
}
