import type { CSSProperties } from 'react'

const percent = (t: number, end: number, start: number) =>
  Math.min(100, Math.max(0, ((t - start) / Math.max(1, end - start)) * 100)).toFixed(3)

/** Where on an axis from `start` to `end`. */
export function at(t: number, end: number, start = 0): CSSProperties {
  return { '--from': percent(t, end, start) } as CSSProperties
}

export function span(from: number, to: number, end: number, start = 0): CSSProperties {
  return { '--from': percent(from, end, start), '--to': percent(to, end, start) } as CSSProperties
}

/** Time runs down the page, as in figure.css. */
export const DOWN = '(width <= 40rem)'
