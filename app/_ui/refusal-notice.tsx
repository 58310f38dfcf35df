import { type Ref, useEffect, useRef } from 'react'
import { Notice, type NoticeTone } from './notice.tsx'
import type { ShownRefusal } from './refusal.ts'
import { TimeLeft, Until } from './until.tsx'

/** `at`: server seconds at which it was said. */
export type DatedRefusal = ShownRefusal & { at: number }

/** Why a form was refused, and for how long; whoever sent it is led there. */
export function RefusalNotice({ refusal, title, tone }: { refusal: DatedRefusal; title: string; tone?: NoticeTone }) {
  const summary: Ref<HTMLDivElement> = useRef(null)
  useEffect(() => {
    summary.current?.focus()
  }, [refusal])
  return (
    <div className="grid gap-2">
      <Notice tone={tone ?? 'error'} title={title} ref={summary} tabIndex={-1} data-testid="refusal" />
      <RetryTime refusal={refusal} />
    </div>
  )
}

/** When the same may be tried again, where that was said. */
export function RetryTime({ refusal: { at, retryAfter } }: { refusal: Pick<DatedRefusal, 'at' | 'retryAfter'> }) {
  if (!retryAfter) return null
  return (
    <p>
      <Until at={at + retryAfter} now={at} over="You can try again now.">
        You can try again in <TimeLeft at={at + retryAfter} now={at} />.
      </Until>
    </p>
  )
}

export const errorOf = (refusal: ShownRefusal | null, field: string): string | undefined =>
  refusal?.errors?.find((error) => error.field === field)?.message
