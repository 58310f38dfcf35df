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
    if (refusal) summary.current?.focus()
  }, [refusal])
  const end = refusal.retryAfter ? refusal.at + refusal.retryAfter : null
  return (
    <div className="grid gap-2">
      <Notice tone={tone ?? 'error'} title={title} ref={summary} tabIndex={-1} data-testid="refusal" />
      {end && (
        <p>
          <Until at={end} now={refusal.at} over="You can try again now.">
            You can try again in <TimeLeft at={end} now={refusal.at} />.
          </Until>
        </p>
      )}
    </div>
  )
}

export const errorOf = (refusal: ShownRefusal | null, field: string): string | undefined =>
  refusal?.errors?.find((error) => error.field === field)?.message
