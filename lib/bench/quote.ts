import { publish } from './publish.ts'
import type { Row, Section } from './report.ts'

export interface Results {
  date: string
  commit: string
  machine: string
  measured: Record<string, Section[]>
}

/** The README's share of a run: each target in a line, and whether it was met. */
export function quote({ date, commit, machine, measured }: Results): void {
  const sections = Object.values(measured).flat()
  const line = ({ name, value, limit, met }: Row) => `| ${name} | ${value} | ${limit} | ${met ? 'met' : '**missed**'} |`
  publish('README.md', 'measured', [
    `${date}, commit ${commit}, ${machine}: ratios, medians with the middle half.`,
    '',
    '| | measured | target | |',
    '|---|---|---|---|',
    ...sections.flatMap(({ results }) => results.filter(({ limit }) => limit !== null).map(line)),
  ])
}
