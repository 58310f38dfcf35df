import { Time } from '@/app/_ui/token-time.tsx'
import type { RunView, Settings } from '@/lib/http/lab-schemas.ts'
import type { Compared } from '@/lib/lab/run/comparison.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import type { Step } from './use-comparison.ts'

/** Numbers that somebody else's run measured, and which. */
export interface Recorded {
  rows: Compared[]
  /** NumericDate. */
  at: number
  commit: string | null
  settings: Settings
}

interface Props {
  recorded: Recorded
  run: RunView | null
  step: Step['name']
}

/** Where the numbers below come from. */
export function Source({ recorded, run, step }: Props) {
  const settings = run?.settings ?? recorded.settings
  return (
    <p className="mb-4 text-sm text-muted" data-testid="source" data-recorded={run ? undefined : recorded.commit}>
      {run ? (
        <>
          <strong className="text-text">Measured on this server, just now.</strong>{' '}
        </>
      ) : (
        <>
          <strong className="text-text">Recorded</strong> <Time at={recorded.at} now={0} />
          {recorded.commit && (
            <>
              , commit <code>{recorded.commit.slice(0, 7)}</code>
            </>
          )}
          , {step === 'idle' || step === 'failed' ? 'until you run it yourself. ' : 'until your own numbers are here. '}
        </>
      )}
      In this run tokens lived {formatSeconds(settings.longAccess * 1000)}, or {formatSeconds(settings.access * 1000)}{' '}
      where they can be renewed, and everybody was logged out at {formatSeconds((settings.logoutAt ?? 0) * 1000)}; other
      lives give other exposures.
    </p>
  )
}
