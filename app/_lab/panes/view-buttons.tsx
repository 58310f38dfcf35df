import { Button } from '@/app/_ui/button.tsx'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import { PauseButton } from './pause-button.tsx'

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
      <PauseButton run={run} />
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
