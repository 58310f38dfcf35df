'use client'

import type { Lab } from '@/lib/client/lab/use-lab.ts'

interface Props {
  lab: Lab
  selected: number | null
  onSelect(seq: number | null): void
}

export function LiveFigure({ lab }: Props) {
  return (
    <p className="text-muted">{lab.run.state ? `${lab.run.state.events.length} events` : 'Nothing has run yet.'}</p>
  )
}
