'use client'

import { useEffect, useId, useState } from 'react'
import { formatDuration } from '@/lib/client/durations.ts'
import { usePreset } from '@/lib/client/lab/preset.ts'
import { noteProgress } from '@/lib/client/lab/progress.ts'
import { useLab } from '@/lib/client/lab/use-lab.ts'
import type { Guess, Settings } from '@/lib/http/lab-schemas.ts'
import { settingsFor } from '@/lib/lab/run/presets.ts'
import { type LoggedOut, theftOf } from '@/lib/lab/run/theft.ts'
import { LabNotice } from '../../_lab/panes/lab-notice.tsx'
import { useFocusKept } from '../../_lab/panes/use-focus-kept.ts'
import { ViewButtons } from '../../_lab/panes/view-buttons.tsx'
import { TheftScore } from './scorecard.tsx'
import { SetUp } from './set-up.tsx'
import { storyOf } from './stories.ts'
import { TheftFigure } from './theft-figure.tsx'

/** Predict and Run of the fifth chapter. The server plays both parties; the page follows. */
export function TheftLab() {
  const lab = useLab('theft')
  const preset = usePreset('fast')
  const [chosen, setChosen] = useState<Settings | null>(null)
  const settings = chosen ?? settingsFor('theft', preset)
  const [guessed, setGuessed] = useState<LoggedOut | null>(null)
  const id = useId()
  const { phase, run, view } = lab
  const headings = useFocusKept(phase)
  const { state } = run
  const result = state && theftOf(state)
  const isOpen = phase === 'idle' || phase === 'starting'
  const isOver = phase === 'settled' || phase === 'stopped'
  // Nobody has a copy: there is nothing to be exposed to.
  const exposure = result?.hasThief ? result.exposure : null
  const min = exposure?.max == null ? null : exposure.min
  const max = exposure?.max ?? null
  const hasGuess = guessed !== null

  useEffect(() => {
    if (isOpen) return
    const best = isOver && min !== null && max !== null ? { min, max } : undefined
    noteProgress('theft', { guessed: hasGuess, over: isOver, best })
  }, [isOpen, isOver, hasGuess, min, max])

  const start = (who: LoggedOut | null, guess: Guess | null) => {
    setGuessed(who)
    void lab.start(settings, guess)
  }
  const again = () => {
    setChosen(view?.settings ?? settings)
    setGuessed(null)
    lab.reset()
  }

  return (
    <div
      data-testid="lab"
      data-run-state={phase}
      data-strategy={(view?.settings ?? settings).strategy}
      data-exposure-min-ms={exposure?.min ?? ''}
      data-exposure-max-ms={exposure?.max ?? ''}
      data-run-id={view?.id ?? ''}
      className="js-only mt-10 grid gap-6"
    >
      <section data-part="predict" aria-labelledby={`${id}-predict`} className="grid gap-3">
        <h2 ref={headings.predict} tabIndex={-1} id={`${id}-predict`} className="text-xl">
          Predict, then run
        </h2>
        {isOpen ? (
          <SetUp settings={settings} busy={phase === 'starting'} onChange={setChosen} onRun={start} />
        ) : (
          view && (
            <div data-testid="predict-card" data-locked className="rounded-md border border-line bg-surface p-4">
              <p>
                <span className="font-semibold">{storyOf(view.settings.path).title}.</span>{' '}
                {storyOf(view.settings.path).story}
              </p>
              <p className="text-sm text-muted">
                Leeway {formatDuration(view.settings.leeway)} · access life {formatDuration(view.settings.access)}
                {view.settings.strategy === 'combined' && ' · + denylist'}
                {guessed && ` · your guess is locked: ${guessed}`}
              </p>
            </div>
          )
        )}
      </section>
      <LabNotice lab={lab} onRetry={() => void lab.start(settings, null)} />
      {!isOpen && (
        <section data-part="run" aria-labelledby={`${id}-run`} className="grid gap-4">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h2 ref={headings.run} tabIndex={-1} id={`${id}-run`} className="text-xl">
              {isOver ? 'What happened' : 'Running'}
            </h2>
            <ViewButtons lab={lab} again="Choose and run again" onRunAgain={again} />
          </div>
          {state && result ? (
            <TheftFigure lab={lab} state={state} result={result}>
              <TheftScore lab={lab} state={state} result={result} guessed={guessed} />
            </TheftFigure>
          ) : (
            <p className="text-muted">Logging in…</p>
          )}
        </section>
      )}
    </div>
  )
}
