'use client'

import { type KeyboardEvent, useRef } from 'react'
import { StateIcon } from '@/app/_ui/state-icon.tsx'
import type { TheftPath } from '@/lib/http/lab-schemas.ts'
import type { Family } from '@/lib/lab/run/family.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import './family.css'
import { NodeItem } from './node-item.tsx'
import { type Selection, useSteps } from './selection.ts'
import { sidesOf } from './words.ts'

interface Props {
  /** Of the session, to name it. */
  id: string
  family: Family
  path: TheftPath
  selected: Selection | null
  onSelect: (selection: Selection) => void
}

const moves: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowRight: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_at, last) => last,
}

/** The line of descent of one login: its tokens from the top down, and on both sides who came with which. One tab stop. */
export function FamilyChain({ id, family, path, selected, onSelect }: Props) {
  const root = useRef<HTMLElement>(null)
  const { steps, stopAt } = useSteps(family, selected)
  const [left, right] = sidesOf(path)
  const { state, endedAt } = family

  function move(event: KeyboardEvent) {
    const step = moves[event.key]
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return
    const at = steps.indexOf((document.activeElement as HTMLElement | null)?.dataset.step ?? '')
    if (at < 0) return
    event.preventDefault()
    const key = steps[step(at, steps.length - 1)]
    root.current?.querySelector<HTMLElement>(`[data-step="${key}"]`)?.focus()
  }

  return (
    <section
      ref={root}
      aria-label={`The family of session ${id.slice(0, 8)}`}
      data-testid="family"
      data-state={state}
      className="family"
    >
      <header className="family-head">
        <h3 className="text-base">
          Family of session <code>{id.slice(0, 8)}</code>
        </h3>
        <p className="text-sm" data-testid="family-state">
          <StateIcon state={state} />
          {endedAt !== null && <span className="timer"> at {formatSeconds(endedAt)}</span>}
        </p>
      </header>
      <p className="family-sides" aria-hidden="true">
        <span>{left}</span>
        <span>One row on the server</span>
        <span>{right}</span>
      </p>
      <ol className="family-line" onKeyDown={move}>
        {family.nodes.map((node, at) => (
          <NodeItem
            key={node.name}
            node={node}
            ending={family.ending}
            delay={family.nodes.length - 1 - at}
            isLast={at === family.nodes.length - 1}
            stopAt={stopAt}
            selected={selected}
            onSelect={onSelect}
          />
        ))}
      </ol>
    </section>
  )
}
