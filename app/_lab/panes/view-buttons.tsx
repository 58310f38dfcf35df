import { Button } from '@/app/_ui/button.tsx'
import type { Lab } from '@/lib/client/lab/use-lab.ts'

interface Props {
  lab: Lab
  /** What running again is called here. */
  again: string
  onRunAgain(): void
}

/** Of a run that has begun: pause the picture, and stop it or run again. */
export function ViewButtons({ lab, again, onRunAgain }: Props) {
  const { run, phase, busy } = lab
  const isOver = phase === 'settled' || phase === 'stopped'
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        type="button"
        className="button-small"
        data-testid="pause"
        aria-pressed={run.paused}
        onClick={() => run.setPaused(!run.paused)}
      >
        {run.paused ? 'Resume view' : 'Pause view'}
      </Button>
      {isOver ? (
        <Button type="button" className="button-small" data-testid="run" onClick={onRunAgain}>
          {again}
        </Button>
      ) : (
        <Button
          type="button"
          className="button-small"
          data-testid="stop"
          aria-busy={busy}
          onClick={() => void lab.stop()}
        >
          Stop
        </Button>
      )}
    </div>
  )
}
