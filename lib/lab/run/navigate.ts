import type { Lane, LaneGroup } from './lanes.ts'

/** Where a key leads from the selected event. `down`: time runs down the page, so the arrows change their parts. */
export function moveSelection(
  groups: readonly LaneGroup[],
  selected: number | null,
  key: string,
  down = false,
): number | null {
  const lanes = groups.flatMap((group) => group.lanes).filter(({ marks }) => marks.length > 0)
  const here = lanes.find(({ marks }) => marks.some(({ seq }) => seq === selected))
  const step = keys[key]?.[down ? 1 : 0]
  if (!step) return null
  const lane = here ?? lanes.find(({ kind }) => kind.startsWith('copy')) ?? lanes[0]
  if (!lane) return null
  const marks = inTime(lane)
  if (step === 'first') return marks[0]!.seq
  if (step === 'last') return marks.at(-1)!.seq
  if (!here) return step === 'next' || step === 'below' ? marks[0]!.seq : marks.at(-1)!.seq
  const at = marks.findIndex(({ seq }) => seq === selected)
  if (step === 'next' || step === 'previous') return marks[at + (step === 'next' ? 1 : -1)]?.seq ?? selected
  const other = lanes[lanes.indexOf(here) + (step === 'below' ? 1 : -1)]
  return other ? nearestTo(other, marks[at]!.t) : selected
}

const keys: Record<string, ['next' | 'previous' | 'above' | 'below' | 'first' | 'last', string]> = {
  ArrowRight: ['next', 'below'],
  ArrowLeft: ['previous', 'above'],
  ArrowDown: ['below', 'next'],
  ArrowUp: ['above', 'previous'],
  Home: ['first', 'first'],
  End: ['last', 'last'],
}

/** Null: the lane has no marks. */
export function nearestTo({ marks }: Pick<Lane, 'marks'>, t: number): number | null {
  const [nearest] = marks.toSorted((one, other) => Math.abs(one.t - t) - Math.abs(other.t - t))
  return nearest?.seq ?? null
}

const inTime = ({ marks }: Lane) => marks.toSorted((one, other) => one.t - other.t || one.seq - other.seq)
