'use client'

import { type ReactNode, useId, useState } from 'react'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import type { TheftResult } from '@/lib/lab/run/theft.ts'
import { FamilyFacts } from '../../_lab/family/facts.tsx'
import { FamilyChain } from '../../_lab/family/family-chain.tsx'
import { find, type Selection } from '../../_lab/family/selection.ts'
import { regionOf } from '../../_lab/family/words.ts'
import { Pane } from '../../_lab/panes/pane.tsx'
import { ServerPane } from '../../_lab/panes/server-pane.tsx'
import { countsOf } from '../../_lab/source/counts.ts'
import { SourcePane } from '../../_lab/source/source-pane.tsx'
import { Activity } from './activity.tsx'
import { ThiefPane, You } from './parties.tsx'
import { Requests } from './requests.tsx'
import { announcementOf, summaryOf } from './said.ts'

interface Props {
  lab: Lab
  state: RunState
  result: TheftResult
  /** What the run came to, once it has. */
  children: ReactNode
}

/** The family, both parties, and the code that decided. */
export function TheftFigure({ lab, state, result, children }: Props) {
  const [chosen, setChosen] = useState<Selection | null>(null)
  const [picked, setPicked] = useState<number | null>(null)
  const id = useId()
  const { run } = lab
  const { family } = result
  // Until the reader chooses, what is shown is what everything turned on.
  const selection = chosen ?? (family.alarm && picked === null ? { kind: 'presentation', seq: family.alarm.seq } : null)
  const selected = find(family, selection)
  const event = state.events.find(({ seq }) => seq === picked)
  const region = selected === null ? (event?.region ?? null) : regionOf(selected, family.ending)
  const seq = selection?.kind === 'presentation' ? selection.seq : selection ? null : picked

  /** An event of the time line: in the chain too, if it is there. */
  function pick(next: number | null) {
    setPicked(next)
    const isThere = family.presentations.some(({ seq }) => seq === next)
    setChosen(next !== null && isThere ? { kind: 'presentation', seq: next } : null)
  }
  const { settings, sessions } = state.run
  return (
    <figure aria-labelledby={`${id}-summary`} className="grid gap-5">
      <figcaption id={`${id}-summary`} className="timer text-sm text-muted" data-testid="summary">
        {summaryOf(state, result)}
      </figcaption>
      <p role="status" className="sr-only" data-testid="said">
        {announcementOf(state, result)}
      </p>
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0 rounded-md border border-line p-4">
          <FamilyChain
            id={sessions[0]!.id}
            family={family}
            path={settings.path}
            selected={selection}
            onSelect={setChosen}
          />
        </div>
        <div className="grid min-w-0 content-start gap-5">
          <Pane id={`${id}-you`} testId="actor-you" title="You" note="your browser" isTab={false} chosen>
            <You run={run} state={state} result={result} />
          </Pane>
          {result.hasThief && (
            <Pane id={`${id}-thief`} testId="actor-attacker" title="Thief" note="another place" isTab={false} chosen>
              <ThiefPane run={run} state={state} result={result} />
            </Pane>
          )}
        </div>
      </div>
      {children}
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
        <div className="grid min-w-0 content-start gap-5">
          <section aria-labelledby={`${id}-facts`} className="grid gap-2">
            <h3 id={`${id}-facts`} className="text-base">
              {selected?.kind === 'node' ? (
                <>
                  About <code>{selected.node.name}</code>
                </>
              ) : selected ? (
                'About this request'
              ) : (
                'About a token'
              )}
            </h3>
            <FamilyFacts family={family} leeway={settings.leeway} selected={selected} />
          </section>
          <SourcePane selected={region} counts={countsOf(state)} />
        </div>
        <Activity state={state} />
      </div>
      <Requests run={run} state={state} selected={seq} onSelect={pick} />
      <Pane id={`${id}-server`} testId="server-pane" title="Server" note="what it remembers" isTab={false} chosen>
        <ServerPane lab={lab} />
      </Pane>
    </figure>
  )
}
