'use client'

import { memo } from 'react'
import { type Mark, mergeMarks } from '@/lib/lab/run/lanes.ts'
import { Glyph } from './glyph.tsx'
import { at, span } from './place.ts'

interface Props {
  marks: readonly Mark[]
  end: number
  selected: number | null
}

/** The events of a lane. Where it is dense, alike ones are a run with a count. */
export const Marks = memo(function Marks({ marks, end, selected }: Props) {
  const chosen = marks.find(({ seq }) => seq === selected)
  return (
    <>
      {mergeMarks(marks).map(({ shape, from, to, seqs: [first, ...rest] }) =>
        rest.length === 0 ? (
          <Glyph key={first} shape={shape} seq={first} className="mark" style={at(from, end)} />
        ) : (
          <div
            key={first}
            className="mark-run"
            data-shape={shape}
            data-outcome={shape === 'leak' ? 'leak' : undefined}
            style={span(from, to, end)}
          >
            <Glyph shape={shape} />
            <span className="mark-count" data-outcome={shape === 'leak' ? 'leak' : undefined}>
              <span>×{rest.length + 1}</span>
            </span>
            <Glyph shape={shape} />
          </div>
        ),
      )}
      {chosen && (
        <span className="mark-chosen" style={at(chosen.t, end)}>
          <Glyph shape={chosen.shape} />
        </span>
      )}
    </>
  )
}, same)

/** Marks are only added, and none changes without another coming. */
function same(before: Props, after: Props): boolean {
  return (
    before.end === after.end &&
    before.selected === after.selected &&
    before.marks.length === after.marks.length &&
    before.marks.every(
      ({ seq, shape }, index) => after.marks[index]!.seq === seq && after.marks[index]!.shape === shape,
    )
  )
}
