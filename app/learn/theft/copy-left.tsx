'use client'

import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Run } from '@/lib/client/lab/use-run.ts'
import type { Settings } from '@/lib/http/lab-schemas.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import type { TheftResult } from '@/lib/lab/run/theft.ts'
import { useRunTime } from '../../_lab/panes/use-run-time.ts'

interface Props {
  run: Run
  result: TheftResult
  strategy: Settings['strategy']
}

/** Revoking the family recalls no access token: for how long the newest copy is good. Digits that run: in no live region. */
export function CopyLeft({ run, result, strategy }: Props) {
  const t = useRunTime(run, 250)
  const { family, copyUntil, exposure } = result
  if (family.endedAt === null) return null
  const isDenied = strategy === 'combined'
  const left = isDenied ? 0 : Math.max(0, (copyUntil ?? 0) - t)
  const leaks = (exposure?.leaks ?? 0) > 0
  return (
    <p data-testid="copy-left" data-left-ms={Math.round(left)}>
      {isDenied ? 'Their access token was denied with the family: ' : 'Their access token was not recalled: '}
      <strong className="timer">{left === 0 ? `0\u202fs` : `${(left / 1000).toFixed(1)}\u202fs`}</strong> left{' '}
      <Stamp kind="calculated" />
      {exposure && (
        <>
          . Let in after the alarm for{' '}
          <strong className={`timer ${leaks ? 'text-state-leak-text' : ''}`} data-outcome={leaks ? 'leak' : undefined}>
            {formatSeconds(exposure.min)}
          </strong>{' '}
          <Stamp kind="measured" />
        </>
      )}
    </p>
  )
}
