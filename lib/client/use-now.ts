import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { serverNow } from './clock.ts'

/** Server seconds, once a second while the tab can be seen; `initial` where there is no clock yet: on the server and at first. */
export function useNow(initial: number): number {
  const [now, setNow] = useState(initial)
  useEffect(() => {
    const tick = () => {
      if (document.visibilityState === 'visible') setNow(serverNow())
    }
    tick()
    const timer = setInterval(tick, 1000)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [])
  return now
}

/**
 * Calls `draw` with server seconds for every frame; for whoever wants less motion only with each render, which `useNow` makes
 * once a second. Browsers give hidden tabs no frames.
 */
export function useFrames(draw: (now: number) => void): void {
  const latest = useRef(draw)
  useEffect(() => {
    latest.current = draw
    draw(serverNow())
  })
  useEffect(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)')
    const loop = () => {
      if (!calm.matches) latest.current(serverNow())
      frame = requestAnimationFrame(loop)
    }
    let frame = requestAnimationFrame(loop)
    return () => cancelAnimationFrame(frame)
  }, [])
}

const never = () => () => {}

/** False on the server and in the first render, so that both say the same. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
