'use client'

import { type KeyboardEvent, useRef } from 'react'

export const paneNames = ['you', 'attacker', 'server'] as const
export type PaneName = (typeof paneNames)[number]

const titles: Record<PaneName, string> = { you: 'You', attacker: 'Attacker', server: 'Server' }

interface Props {
  chosen: PaneName
  onChoose(pane: PaneName): void
  idOf(pane: PaneName): string
}

/** Narrow screens show one party at a time. Arrow keys move, as in every tab list. */
export function PaneTabs({ chosen, onChoose, idOf }: Props) {
  const list = useRef<HTMLDivElement>(null)
  function move({ key }: KeyboardEvent) {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const next = paneNames[(paneNames.indexOf(chosen) + step + paneNames.length) % paneNames.length]!
    onChoose(next)
    list.current?.querySelector<HTMLElement>(`[data-pane=${next}]`)?.focus()
  }
  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Parties of the run"
      className="grid grid-cols-3 rounded-md border border-control p-0.5"
    >
      {paneNames.map((pane) => (
        <button
          key={pane}
          type="button"
          role="tab"
          data-pane={pane}
          aria-selected={chosen === pane}
          aria-controls={idOf(pane)}
          tabIndex={chosen === pane ? 0 : -1}
          onClick={() => onChoose(pane)}
          onKeyDown={move}
          className="min-h-11 rounded-[4px] text-sm aria-selected:bg-text aria-selected:font-semibold aria-selected:text-bg"
        >
          {titles[pane]}
        </button>
      ))}
    </div>
  )
}
