'use client'

import { type ReactNode, useEffect, useId, useState } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { useLab } from '@/lib/client/lab/use-lab.ts'
import type { Guess, Settings } from '@/lib/http/lab-schemas.ts'
import type { Question } from '@/lib/lab/run/guess.ts'
import { exposureIn } from '@/lib/lab/run/state.ts'
import { ActorAttacker } from './panes/actor-attacker.tsx'
import { ActorYou } from './panes/actor-you.tsx'
import { LabNotice } from './panes/lab-notice.tsx'
import { LiveFigure } from './panes/live-figure.tsx'
import { LogoutScopes } from './panes/logout-scopes.tsx'
import { Pane } from './panes/pane.tsx'
import { type PaneName, PaneTabs } from './panes/pane-tabs.tsx'
import { PredictCard } from './panes/predict-card.tsx'
import { ReplayOnce } from './panes/replay-once.tsx'
import { ResultGrid } from './panes/result-grid.tsx'
import { RunControls } from './panes/run-controls.tsx'
import { Scorecard } from './panes/scorecard.tsx'
import { ServerPane } from './panes/server-pane.tsx'
import { SummaryBar } from './panes/summary-bar.tsx'
import { useClick, useRenewal } from './panes/use-automatic.ts'
import { useFocusKept } from './panes/use-focus-kept.ts'
import { useNarrow } from './panes/use-narrow.ts'
import { Xss } from './panes/xss.tsx'

interface Props {
  /** The page whose run it is; a reload finds it again. */
  page: string
  settings: Settings
  onSettings(settings: Settings): void
  /** How the copy got out, in a sentence. */
  story: string
  /** Null: free play asks nothing. */
  question: Question | null
  /** What only this page lets the reader choose, beside the lifetimes. */
  more?: ReactNode
  next?: { href: string; label: string }
  /** Stands in the scorecard of a run that is over. */
  proved?: ReactNode
  /** Told whenever a run of this page has begun, or come to something. */
  onProgress?(progress: LabProgress): void
}

export interface LabProgress {
  readonly guessed: boolean
  readonly over: boolean
  /** Milliseconds. */
  readonly exposure: { min: number; max: number } | null
}

/** Predict and Run: a real run with everybody in it, from the guess to the scorecard. */
export function LabFigure({ page, settings, onSettings, story, question, more, next, proved, onProgress }: Props) {
  const lab = useLab(page)
  const { phase, run, view } = lab
  const [selected, setSelected] = useState<number | null>(null)
  const [pane, setPane] = useState<PaneName>('you')
  const narrow = useNarrow()
  const id = useId()
  const idOf = (name: PaneName) => `${id}-${name}`
  const headings = useFocusKept(phase)
  useRenewal(lab)
  useClick(lab)

  const exposure = run.state && exposureIn(run.state, 1)
  const isOver = phase === 'settled' || phase === 'stopped'
  useEffect(() => {
    if (!view || !onProgress) return
    const { min, max = null } = exposure ?? {}
    onProgress({
      guessed: view.guess !== null,
      over: isOver,
      exposure: min === undefined || max === null ? null : { min, max },
    })
  }, [view, isOver, exposure?.min, exposure?.max, onProgress])

  const start = (guess: Guess | null) => {
    setSelected(null)
    void lab.start(settings, guess)
  }
  const runAgain = () => (question ? lab.reset() : start(null))
  const isMany = (view?.settings ?? settings).scenario === 'everywhere'
  const common = { isTab: narrow, className: '' }

  return (
    <div
      data-testid="lab"
      data-run-state={phase}
      data-strategy={(view?.settings ?? settings).strategy}
      data-exposure-min-ms={exposure?.min ?? ''}
      data-exposure-max-ms={exposure?.max ?? ''}
      data-run-id={view?.id ?? ''}
    >
      {question && (
        <section aria-labelledby={`${id}-predict`} data-part="predict" className="mx-auto mt-12 max-w-prose">
          <h2 ref={headings.predict} tabIndex={-1} id={`${id}-predict`} className="text-xl">
            Predict
          </h2>
          <div className="mt-3">
            <PredictCard
              question={question}
              locked={view ? view.guess : undefined}
              busy={phase === 'starting'}
              onRun={start}
            />
          </div>
        </section>
      )}
      <section aria-labelledby={`${id}-run`} data-part="run" className="mt-12 grid gap-4">
        <h2 ref={headings.run} tabIndex={-1} id={`${id}-run`} className="text-xl">
          Run
        </h2>
        <SummaryBar lab={lab} />
        <RunControls lab={lab} settings={settings} onChange={onSettings} more={more} onRunAgain={runAgain} />
        {!question && (phase === 'idle' || phase === 'starting') && (
          <div>
            <Button
              type="button"
              kind="primary"
              data-testid="run"
              aria-busy={phase === 'starting'}
              onClick={() => start(null)}
            >
              {phase === 'starting' ? 'Starting…' : 'Run'}
            </Button>
          </div>
        )}
        <LabNotice lab={lab} onRetry={() => start(null)} />
        {narrow && <PaneTabs chosen={pane} onChoose={setPane} idOf={idOf} />}
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Pane {...common} id={idOf('you')} testId="actor-you" title="You" note="this browser" chosen={pane === 'you'}>
            <ActorYou lab={lab} logoutControls={isMany ? <LogoutScopes lab={lab} /> : undefined} />
            {(view?.settings ?? settings).scenario === 'forget' && <Xss lab={lab} />}
          </Pane>
          <Pane
            {...common}
            id={idOf('attacker')}
            testId="actor-attacker"
            title="Attacker"
            note="a real client, on the server’s side, with a copy"
            chosen={pane === 'attacker'}
          >
            <ActorAttacker lab={lab} story={story} selected={selected} onSelect={setSelected} />
          </Pane>
          <Pane
            {...common}
            id={idOf('server')}
            testId="server-pane"
            title="Server"
            note="what it remembers"
            chosen={pane === 'server'}
            className="sm:col-span-2"
          >
            <ServerPane lab={lab} />
          </Pane>
        </div>
        <LiveFigure lab={lab} selected={selected} onSelect={setSelected} />
        {isMany && <ResultGrid lab={lab} />}
        {isOver && <ReplayOnce lab={lab} />}
        <Scorecard lab={lab} next={next} proved={proved} />
      </section>
    </div>
  )
}
