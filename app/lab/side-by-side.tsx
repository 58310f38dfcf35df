'use client'

import { useState } from 'react'
import { Select } from '@/app/_lab/panes/select.tsx'
import { strategyNames } from '@/app/_ui/strategy-names.ts'
import type { Strategy } from '@/lib/auth/index.ts'
import { useLab } from '@/lib/client/lab/use-lab.ts'
import { comparedStrategies } from '@/lib/lab/run/cost.ts'
import { onlySessions } from '@/lib/lab/run/only.ts'
import { settingsFor } from '@/lib/lab/run/presets.ts'
import { Timeline } from '../_lab/figure/timeline.tsx'
import { LabNotice } from '../_lab/panes/lab-notice.tsx'

const choices = comparedStrategies.map((name) => [name, strategyNames[name].name] as const)

/** Two ways to log out on one axis. The server plays all four; which two are drawn can be changed at any time. */
export function SideBySide() {
  const lab = useLab('side-by-side')
  const [pair, setPair] = useState<[Strategy, Strategy]>(['client-side', 'combined'])
  const [selected, setSelected] = useState<number | null>(null)
  const { state, paused, setPaused, t } = lab.run
  const isRunning = lab.phase === 'live' || lab.phase === 'logged_out'
  const numbers = state?.run.sessions.filter(({ strategy }) => pair.includes(strategy)).map(({ n }) => n) ?? []
  const start = () => {
    setSelected(null)
    void lab.start(settingsFor('compare', 'race'), null)
  }
  return (
    <section
      aria-labelledby="side-by-side"
      className="mt-16 grid gap-4"
      data-testid="side-by-side"
      data-run-state={lab.phase}
      data-run-id={lab.view?.id ?? ''}
    >
      <h2 id="side-by-side" className="text-xl">
        Side by side
      </h2>
      <p className="max-w-prose text-muted">
        Two strategies on one axis. The server opens a session of each, hands out the copies, and logs all of them out
        at 3&#8239;s. It takes about 20&#8239;s.
      </p>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <Select
          label="Above"
          value={pair[0]}
          choices={choices.filter(([name]) => name !== pair[1])}
          onChoose={(above) => setPair([above, pair[1]])}
        />
        <Select
          label="Below"
          value={pair[1]}
          choices={choices.filter(([name]) => name !== pair[0])}
          onChoose={(below) => setPair([pair[0], below])}
        />
        {isRunning ? (
          <>
            <button type="button" className="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
              {paused ? 'Resume view' : 'Pause view'}
            </button>
            <button type="button" className="button" onClick={() => void lab.stop()}>
              Stop
            </button>
          </>
        ) : (
          <button
            type="button"
            className="button button-primary"
            aria-busy={lab.phase === 'starting'}
            onClick={() => lab.phase !== 'starting' && start()}
          >
            {lab.phase === 'starting' ? 'Starting…' : lab.phase === 'idle' ? 'Run both' : 'Run both again'}
          </button>
        )}
      </div>
      <LabNotice lab={lab} onRetry={start} />
      <Timeline
        state={state && inOrder(onlySessions(state, numbers), pair)}
        t={t}
        paused={paused}
        selected={selected}
        onSelect={setSelected}
        empty="Nothing has run yet. Press Run both."
      />
    </section>
  )
}

/** The first choice above the second. */
function inOrder(state: ReturnType<typeof onlySessions>, [above]: [Strategy, Strategy]) {
  const sessions = state.run.sessions.toSorted(
    (one, other) => Number(other.strategy === above) - Number(one.strategy === above),
  )
  return { ...state, run: { ...state.run, sessions } }
}
