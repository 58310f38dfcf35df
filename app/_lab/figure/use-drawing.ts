import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { useFrames } from '@/lib/client/use-now.ts'
import { leftOf } from '@/lib/lab/run/condition.ts'
import type { Bar } from '@/lib/lab/run/lanes.ts'
import { DOWN } from './place.ts'

/** From here on a word beside the line has no room after it. */
const LATE = 0.95

/** Milliseconds since the run began: a moment that stands still, or a clock. */
export type RunClock = number | (() => number)
export const readClock = (t: RunClock): number => (typeof t === 'number' ? t : t())

/** The same, in steps of one second: what words and states are drawn by. Stands while paused, hidden, or past `end`. */
export function useSeconds(t: RunClock, paused: boolean, end: number): number {
  const [now, setNow] = useState(typeof t === 'number' ? t : 0)
  useEffect(() => {
    if (typeof t === 'number' || paused) return
    const tick = () => {
      if (document.visibilityState === 'visible') setNow(Math.min(t(), end))
    }
    tick()
    const timer = setInterval(tick, 1000)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [t, paused, end])
  return typeof t === 'number' ? t : now
}

interface Drawing {
  plot: RefObject<HTMLDivElement | null>
  nowLine: RefObject<HTMLDivElement | null>
  /** For the part of a bar that shrinks. */
  fill: (bar: Bar) => (element: HTMLElement | null) => () => void
}

/**
 * Moves what moves, by `transform` alone, for every frame; once a second for whoever wants less motion. Nothing is written
 * while the figure is off the screen or its clock stands.
 */
export function useDrawing(t: RunClock, end: number): Drawing {
  const plot = useRef<HTMLDivElement>(null)
  const nowLine = useRef<HTMLDivElement>(null)
  const fills = useRef(new Map<HTMLElement, Bar>())
  const drawn = useRef(new WeakMap<HTMLElement, string>())
  const seen = useRef(true)
  const media = useRef<{ down: MediaQueryList; calm: MediaQueryList }>(null)

  useFrames(() => {
    if (!seen.current) return
    media.current ??= { down: matchMedia(DOWN), calm: matchMedia('(prefers-reduced-motion: reduce)') }
    const { down, calm } = media.current
    const exact = readClock(t)
    const now = calm.matches ? Math.floor(exact / 1000) * 1000 : exact
    const axis = down.matches ? 'Y' : 'X'
    const move = (element: HTMLElement, share: number) => {
      const next = `translate${axis}(${(share * 100).toFixed(2)}%)`
      if (drawn.current.get(element) === next) return
      drawn.current.set(element, next)
      element.style.transform = next
    }
    for (const [element, bar] of fills.current) move(element, 1 - leftOf({ ...bar, to: Math.min(bar.to, end) }, now))
    if (!nowLine.current) return
    move(nowLine.current, Math.min(1, Math.max(0, now / end)))
    nowLine.current.toggleAttribute('data-late', now > end * LATE)
  })

  useEffect(() => {
    if (!plot.current) return
    const observer = new IntersectionObserver(([entry]) => {
      seen.current = entry?.isIntersecting ?? true
    })
    observer.observe(plot.current)
    return () => observer.disconnect()
  }, [])

  const fill = useCallback(
    (bar: Bar) => (element: HTMLElement | null) => {
      if (element) fills.current.set(element, bar)
      return () => {
        if (element) fills.current.delete(element)
      }
    },
    [],
  )
  return { plot, nowLine, fill }
}
