import { type CSSProperties, useRef } from 'react'
import type { Run } from '@/lib/client/lab/use-run.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { axisEnd, type Race } from '@/lib/lab/run/race.ts'
import { useRunFrames } from '../panes/use-run-time.ts'
import { Lane } from './lane.tsx'

interface Props {
  race: Race
  run: Run
  isLive: boolean
  /** Milliseconds: the longest life, and where the logout is planned. */
  longestLife: number
  plannedLogout: number
}

const STEP = 3000
const at = (t: number, end: number) => ({ '--from': ((t / end) * 100).toFixed(2) }) as CSSProperties

/** The lanes of a race on one axis. Before a run: the same, empty. */
export function Strip({ race, run, isLive, longestLife, plannedLogout }: Props) {
  const end = axisEnd(longestLife, race)
  const ticks = Array.from({ length: Math.floor(end / STEP) + 1 }, (_, index) => index * STEP)
  return (
    <div className="race-strip">
      <div className="race-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} className="race-tick" style={at(tick, end)}>
            {formatSeconds(tick)}
          </span>
        ))}
      </div>
      <ol>
        {race.lanes.map((lane) => (
          <Lane key={lane.n} lane={lane} end={end} />
        ))}
      </ol>
      <div className="race-over" aria-hidden="true">
        <div className="relative h-full">
          <div
            className="race-rule"
            data-done={race.t0 !== null || undefined}
            style={at(race.t0 ?? plannedLogout, end)}
          >
            <span className="race-flag">Logout</span>
          </div>
          {isLive && <Playhead run={run} end={end} />}
        </div>
      </div>
    </div>
  )
}

/** Now, by the server's clock. */
function Playhead({ run, end }: { run: Run; end: number }) {
  const line = useRef<HTMLDivElement>(null)
  useRunFrames(run, (t) => {
    if (line.current)
      line.current.style.transform = `translateX(${(Math.min(1, Math.max(0, t / end)) * 100).toFixed(2)}%)`
  })
  return <div ref={line} className="race-now" />
}
