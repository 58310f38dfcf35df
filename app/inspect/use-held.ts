import { useEffect, useState } from 'react'
import { lab } from '@/lib/client/lab/api.ts'
import type { RunToken } from '@/lib/http/lab-schemas.ts'

export interface HeldTokens {
  tokens: RunToken[]
  /** Set-Cookie lines, as they were sent. */
  cookies: string[]
}

/** What a run has issued; asked again whenever `count`, the number of tokens that its events tell of, has changed. */
export function useHeld(runId: string, count: number): { held: HeldTokens | null; problem: string | null } {
  const [held, setHeld] = useState<HeldTokens | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let left = false
    void lab.tokens(runId).then((told) => {
      if (left) return
      if (told.ok) setHeld(told.value)
      setProblem(told.ok ? null : told.problem)
    })
    return () => {
      left = true
    }
  }, [runId, count])
  return { held, problem }
}
