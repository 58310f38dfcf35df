import { Button } from '@/app/_ui/button.tsx'
import type { Run } from '@/lib/client/lab/use-run.ts'

interface Props {
  run: Pick<Run, 'paused' | 'setPaused'>
  className?: string
}

/** Stops the picture of a run, not the run (WCAG 2.2.2). */
export function PauseButton({ run, className = '' }: Props) {
  return (
    <Button
      type="button"
      className={`button-small ${className}`}
      data-testid="pause"
      aria-pressed={run.paused}
      onClick={() => run.setPaused(!run.paused)}
    >
      {run.paused ? 'Resume view' : 'Pause view'}
    </Button>
  )
}
