import { type RefObject, useEffect, useRef } from 'react'
import type { RunPhase } from '@/lib/client/lab/use-lab.ts'

interface Headings {
  predict: RefObject<HTMLHeadingElement | null>
  run: RefObject<HTMLHeadingElement | null>
}

/** A start takes its button away, and so does running again: a focus that is lost by it goes to the heading of what came instead. */
export function useFocusKept(phase: RunPhase): Headings {
  const predict = useRef<HTMLHeadingElement>(null)
  const run = useRef<HTMLHeadingElement>(null)
  const before = useRef(phase)
  /** A run that was only found again, after a reload, moves nothing. */
  const started = useRef(false)
  useEffect(() => {
    const was = before.current
    before.current = phase
    const isLost = document.activeElement === document.body
    if (phase === 'starting') started.current = true
    else if (phase !== 'idle' && started.current) {
      started.current = false
      if (isLost) run.current?.focus()
    } else if (phase === 'idle' && was !== 'idle' && was !== 'starting' && isLost)
      (predict.current ?? run.current)?.focus()
  }, [phase])
  return { predict, run }
}

/** For what replaces the button that was just used. */
export const takeFocus = (element: HTMLElement | null): void => element?.focus()
