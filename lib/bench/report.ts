import { cpus, totalmem } from 'node:os'
import type { Comparison } from './measure.ts'

export interface Row {
  name: string
  value: string
  /** What was asked for; null: shown for comparison only. */
  limit: string | null
  met: boolean | null
  detail: string
  samples: string
}

export interface Section {
  title: string
  results: Row[]
  /** Other products and primitives, measured in the same rounds. */
  others?: Row[]
  notes?: string[]
}

/** A row of time per call ÷ the baseline's; `limit` is the most it may be. */
export function times({ name, ratio, low, high, microseconds, rounds, calls }: Comparison, limit: number | null): Row {
  return {
    name,
    value: `${ratio.toFixed(2)}× (${low.toFixed(2)}–${high.toFixed(2)})`,
    limit: limit === null ? null : `≤ ${limit.toFixed(2)}×`,
    met: limit === null ? null : ratio <= limit,
    detail: `${microseconds.toFixed(1)} µs`,
    samples: `${rounds} rounds, ${calls} calls`,
  }
}

/** The other way round: speed ÷ the baseline's; `limit` is the least it may be. */
export function speed({ name, ratio, low, high, microseconds, rounds, calls }: Comparison, limit: number | null): Row {
  return {
    name,
    value: `${(1 / ratio).toFixed(2)} (${(1 / high).toFixed(2)}–${(1 / low).toFixed(2)})`,
    limit: limit === null ? null : `≥ ${limit.toFixed(2)}`,
    met: limit === null ? null : 1 / ratio >= limit,
    detail: `${Math.round(1_000_000 / microseconds)} per second`,
    samples: `${rounds} rounds, ${calls} calls`,
  }
}

/** The hardware without the machine's name. */
export function machine(): string {
  const [first] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${first?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${memory} GiB, Node ${process.version}, ${process.platform}`
}

interface About {
  date: string
  commit: string
  machine: string
}

export function markdown(sections: Section[], { date, commit, machine }: About): string {
  const about = [
    `${date}, commit ${commit}. ${machine}.`,
    '',
    'Ratios are medians over interleaved rounds, with the middle half of the rounds in brackets. Read those: times are of one machine on one day. `npm run bench` measures again; what is missed, and why: decision 023.',
  ]
  const tables = sections.flatMap(({ title, results, others = [], notes = [] }) => [
    `## ${title}`,
    '',
    '| | measured | target | | per call | samples |',
    '|---|---|---|---|---|---|',
    ...[...results, ...others].map(line),
    '',
    ...notes.map((note) => `- ${note}`),
    ...(notes.length > 0 ? [''] : []),
  ])
  return `${['# Measured', '', ...about, '', ...tables].join('\n').trimEnd()}\n`
}

function line({ name, value, limit, met, detail, samples }: Row): string {
  const verdict = met === null ? '' : met ? 'met' : '**missed**'
  return `| ${[name, value, limit ?? '', verdict, detail, samples].join(' | ')} |`
}
