import { useEffect, useRef, useState } from 'react'
import type { Run } from '@/lib/client/lab/use-run.ts'

const CALM = '(prefers-reduced-motion: reduce)'

/** Milliseconds since the run began, in steps; it stands still while the view is paused or the tab is hidden. */
export function useRunTime(run: Run, step = 1000): number {
  const { t, paused, feed } = run
  const stands = paused || feed === 'idle'
  const [now, setNow] = useState(0)
  useEffect(() => {
    const tick = () => document.visibilityState === 'visible' && setNow(t())
    tick()
    if (stands) return
    const timer = setInterval(tick, matchMedia(CALM).matches ? Math.max(1000, step) : step)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [t, stands, step])
  return now
}

/** Calls `draw` for every frame, or once a second for whoever wants less motion. */
export function useRunFrames(run: Run, draw: (t: number) => void): void {
  const latest = useRef(draw)
  const { t, paused } = run
  useEffect(() => {
    latest.current = draw
  })
  useEffect(() => {
    if (matchMedia(CALM).matches) {
      latest.current(t())
      const timer = setInterval(() => latest.current(t()), 1000)
      return () => clearInterval(timer)
    }
    let frame = 0
    const loop = () => {
      latest.current(t())
      if (!paused) frame = requestAnimationFrame(loop)
    }
    loop()
    return () => cancelAnimationFrame(frame)
  }, [t, paused])
}
