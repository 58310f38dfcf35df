'use client'

import { Stamp } from '@/app/_ui/stamp.tsx'
import { truthOfEnding } from '@/lib/client/truth.ts'
import type { WireSession } from '@/lib/http/schemas.ts'
import { useLive } from './live.tsx'

/** A duration has a narrow space before its unit. */
const hasDuration = (sentence: string): boolean => sentence.includes('\u202f')

/** What will be true when these sessions are ended now. While it is shown, its seconds run: they are the tokens' own. */
export function TruthOfEnding({ sessions, now }: { sessions: WireSession[]; now: number }) {
  const { strategies } = useLive()
  return truthOfEnding(sessions, strategies, now).map((sentence) => (
    <p key={sentence.slice(0, 20)} className="timer" data-testid="truth">
      {sentence} {hasDuration(sentence) && <Stamp kind="calculated" />}
    </p>
  ))
}
