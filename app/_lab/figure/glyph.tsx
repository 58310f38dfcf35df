import type { CSSProperties } from 'react'
import { type Shape, shapes } from '@/lib/lab/run/outcome.ts'
import { shapeWords } from '@/lib/lab/run/words.ts'

const paths: Record<Shape, string> = {
  ok: 'M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9Z',
  leak: 'M6 0.8 11.6 11H0.4Z',
  refused: 'm2 2 8 8M10 2l-8 8',
  refresh: 'M6 0.8 11.2 6 6 11.2 0.8 6Z',
  copied: 'M1 4h7v7H1ZM4 4V1h7v7H8',
  ended: 'M1.5 1.5h9v9h-9Z',
}
const filled: Shape[] = ['ok', 'leak', 'ended']

interface Props {
  shape: Shape
  className?: string
  style?: CSSProperties
  seq?: number
}

/** A mark by its shape; the colour only repeats what the shape says. */
export function Glyph({ shape, className = '', style, seq }: Props) {
  const outcome = shape === 'leak' ? 'leak' : undefined
  return (
    <svg
      viewBox="0 0 12 12"
      className={`glyph ${className}`}
      style={style}
      data-shape={shape}
      data-mark={seq}
      data-outcome={outcome}
      aria-hidden="true"
    >
      <path d={paths[shape]} data-filled={filled.includes(shape) || undefined} data-outcome={outcome} />
    </svg>
  )
}

/** Every shape with its word. */
export function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-muted">
      {shapes.map((shape) => (
        <li key={shape} className="inline-flex items-center gap-1.5">
          <Glyph shape={shape} />
          {shapeWords[shape]}
        </li>
      ))}
    </ul>
  )
}
