'use client'

import { Stamp } from '@/app/_ui/stamp.tsx'
import { serverNow } from '@/lib/client/clock.ts'
import { truthOfEnding } from '@/lib/client/truth.ts'
import { useHydrated } from '@/lib/client/use-now.ts'
import type { WireSession } from '@/lib/http/schemas.ts'
import { useLive } from './live.tsx'

/** A duration has a narrow space before its unit. */
const hasDuration = (sentence: string): boolean => sentence.includes('\u202f')

/** What will be true when these sessions are ended now. While it is shown, its seconds run: they are the tokens' own. */
export function TruthOfEnding({ sessions, now }: { sessions: WireSession[]; now: number }) {
  const { strategies } = useLive()
  // The page's clock ticks once a second; what is opened in between says what is true then.
  const exact = useHydrated() ? Math.max(now, serverNow()) : now
  return truthOfEnding(sessions, strategies, exact).map((sentence) => (
    <p key={sentence.slice(0, 20)} className="timer" data-testid="truth">
      {sentence} {hasDuration(sentence) && <Stamp kind="calculated" />}
    </p>
  ))
}
