import { digits } from '@/lib/lab/run/numbers.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import { summaryOf } from '@/lib/lab/run/words.ts'
import { axisEnd, type Bar, type Group, type Lane, lanesOf, type Mark } from './lanes.ts'

const STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800]

/** The run as it was, drawn once: nothing in it moves. The text says the same. */
export function Picture({ state }: { state: RunState }) {
  const end = axisEnd(state)
  const groups = lanesOf(state)
  return (
    <figure aria-labelledby="picture-text" className="grid gap-3">
      <div aria-hidden="true" className="picture grid gap-4">
        {groups.map((group) => (
          <GroupLanes key={group.session.n} group={group} end={end} titled={groups.length > 1} />
        ))}
        <Axis end={end} />
      </div>
      <figcaption id="picture-text" className="max-w-prose text-sm text-muted">
        {summaryOf(state)}
      </figcaption>
      <Legend groups={groups} />
    </figure>
  )
}

const percent = (at: number, end: number) => `${(Math.min(Math.max(at / end, 0), 1) * 100).toFixed(3)}%`

function GroupLanes({ group: { session, lanes }, end, titled }: { group: Group; end: number; titled: boolean }) {
  return (
    <div className="grid gap-1">
      {titled && <p className="text-sm font-semibold">{session.label}</p>}
      <div className="relative grid gap-1">
        {lanes.map((lane) => (
          <LaneRow key={lane.label} lane={lane} end={end} />
        ))}
        {session.endedAt !== null && (
          <div className="picture-track pointer-events-none absolute inset-y-0 end-0">
            <div
              className="absolute -inset-y-0.5 border-s-2 border-text"
              style={{ insetInlineStart: percent(session.endedAt, end) }}
            />
          </div>
        )}
      </div>
    </div>
  )
}

function LaneRow({ lane: { label, bars, marks }, end }: { lane: Lane; end: number }) {
  return (
    <div className="picture-row">
      <p className="truncate text-xs text-muted">{label}</p>
      <div className="relative h-4">
        {bars.map((bar) => (
          <BarBox key={`${bar.from} ${bar.look}`} bar={bar} end={end} />
        ))}
        {marks.length > 0 && (
          <svg className="absolute inset-0 size-full overflow-visible" aria-hidden="true">
            {marks.map((mark) => (
              <MarkShape key={mark.at} mark={mark} end={end} />
            ))}
          </svg>
        )}
      </div>
    </div>
  )
}

function BarBox({ bar: { from, to, look }, end }: { bar: Bar; end: number }) {
  const width = Math.max(0, Math.min(to, end) - Math.min(from, end))
  if (width === 0) return null
  const leak = look === 'leak'
  return (
    <div
      data-outcome={leak ? 'leak' : undefined}
      className={`absolute state-${look} ${leak ? 'inset-y-0 opacity-45' : 'inset-y-0.5'} ${to > end ? 'border-e-0' : ''}`}
      style={{ insetInlineStart: percent(from, end), width: percent(width, end) }}
    />
  )
}

/** Shape first: a dot before the logout, a triangle after it, a cross for a refusal. */
function MarkShape({ mark: { at, look }, end }: { mark: Mark; end: number }) {
  const x = percent(at, end)
  if (look === 'ok') return <circle cx={x} cy="50%" r="2.5" className="fill-muted" />
  return (
    <svg x={x} y="50%" overflow="visible" aria-hidden="true">
      {look === 'leak' ? (
        <path d="M0-5 4.5 4h-9Z" data-outcome="leak" className="fill-state-leak stroke-bg" strokeWidth="0.75" />
      ) : (
        <path
          d="m-3.5-3.5 7 7m0-7-7 7"
          className="fill-none stroke-state-denied-text print:stroke-text"
          strokeWidth="2"
        />
      )}
    </svg>
  )
}

function Axis({ end }: { end: number }) {
  const seconds = end / 1000
  const step = STEPS.find((size) => seconds / size <= 8) ?? 3600
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step)
  return (
    <div className="picture-row">
      <span />
      <div className="relative h-6 border-t border-control text-xs text-muted tabular-nums">
        {ticks.map((tick, index) => (
          <span
            key={tick}
            className={`absolute top-0 pt-1 ${index === 0 ? '' : '-translate-x-1/2'} before:absolute before:top-0 before:h-1 before:border-s before:border-control ${index === 0 ? 'before:start-0' : 'before:start-1/2'}`}
            style={{ insetInlineStart: percent(tick * 1000, end) }}
          >
            {digits(tick)}
            {index === ticks.length - 1 && '\u202fs'}
          </span>
        ))}
      </div>
    </div>
  )
}

const looks: [Bar['look'], string][] = [
  ['active', 'in use'],
  ['expired', 'given up by its owner, still valid'],
  ['rotated', 'rotated'],
  ['revoked', 'revoked'],
  ['denied', 'denied'],
  ['leak', 'attacker got in'],
]

function Legend({ groups }: { groups: Group[] }) {
  const bars = new Set(groups.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.bars.map(({ look }) => look))))
  return (
    <ul aria-hidden="true" className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
      <li className="flex items-center gap-2">
        <span className="h-4 border-s-2 border-text" /> logout
      </li>
      {looks
        .filter(([look]) => bars.has(look))
        .map(([look, word]) => (
          <li key={look} className="flex items-center gap-2">
            <span className={`h-3 w-7 state-${look}`} data-outcome={look === 'leak' ? 'leak' : undefined} /> {word}
          </li>
        ))}
      <li>● let in&ensp;▲ let in after the logout&ensp;✕ refused</li>
    </ul>
  )
}
