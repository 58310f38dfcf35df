'use client'

import type { PointerEvent } from 'react'
import type { Exposure } from '@/lib/lab/run/exposure.ts'
import type { Bar as BarView, Lane as LaneView } from '@/lib/lab/run/lanes.ts'
import { nearestTo } from '@/lib/lab/run/navigate.ts'
import { Band } from './band.tsx'
import { Bar } from './bar.tsx'
import { Marks } from './marks.tsx'

interface Props {
  lane: LaneView
  end: number
  t: number
  selected: number | null
  exposure: Exposure | null
  fill: (bar: BarView) => (element: HTMLElement | null) => () => void
  onPoint: (seq: number | null, chosen: boolean) => void
}

/** One line of the figure. All of it can be hit: the nearest event is meant. */
export function Lane({ lane, end, t, selected, exposure, fill, onPoint }: Props) {
  const { kind, title, bars, marks } = lane
  const leaking = kind === 'copy-access' && exposure !== null && exposure.leaks > 0 && exposure.refusal === null
  const point = (chosen: boolean) => (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const down = getComputedStyle(event.currentTarget).writingMode !== 'horizontal-tb'
    const share = down ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width
    onPoint(nearestTo(lane, share * end), chosen)
  }
  return (
    <div className="lane" data-lane={kind}>
      <span className="lane-title">{title}</span>
      <div
        className="lane-track"
        onPointerUp={point(true)}
        onPointerMove={point(false)}
        onPointerLeave={() => onPoint(null, false)}
      >
        {bars.map((bar, index) => (
          <Bar
            key={bar.token ?? index}
            bar={bar}
            kind={kind}
            end={end}
            t={t}
            leaking={leaking && index === bars.length - 1}
            fill={fill}
          />
        ))}
        {kind === 'copy-access' && exposure && <Band exposure={exposure} end={end} />}
        <Marks marks={marks} end={end} selected={selected} />
      </div>
    </div>
  )
}
