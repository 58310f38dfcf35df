'use client'

import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useHydrated } from '@/lib/client/use-now.ts'

interface Tab {
  id: string
  label: string
  panel: ReactNode
}

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** One panel at a time, by pointer, arrow keys or `#id`. Without JavaScript: all of them, one under the other. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const [selected, setSelected] = useState(0)
  const hydrated = useHydrated()
  const buttons = useRef<(HTMLButtonElement | null)[]>([])
  const ids = tabs.map(({ id }) => id).join(' ')

  useEffect(() => {
    const follow = () => {
      const at = ids.split(' ').indexOf(location.hash.slice(1))
      if (at !== -1) setSelected(at)
    }
    follow()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [ids])

  function select(at: number) {
    setSelected(at)
    buttons.current[at]?.focus()
    // The address says which, for a reload or a link, without a jump and without a step back.
    history.replaceState(history.state, '', `#${tabs[at]!.id}`)
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = steps[event.key]
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    select(step(selected, tabs.length))
  }

  return (
    <>
      <div role="tablist" aria-label={label} className="tabs js-only" onKeyDown={onKeyDown}>
        {tabs.map(({ id, label }, at) => (
          <button
            key={id}
            ref={(button) => {
              buttons.current[at] = button
            }}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-controls={`panel-${id}`}
            aria-selected={at === selected}
            tabIndex={at === selected ? 0 : -1}
            onClick={() => select(at)}
          >
            {label}
          </button>
        ))}
      </div>
      {tabs.map(({ id, panel }, at) => (
        <div
          key={id}
          role="tabpanel"
          id={`panel-${id}`}
          aria-labelledby={`tab-${id}`}
          className={`pt-8 ${at === selected ? '' : 'no-js'}`}
        >
          {(!hydrated || at === selected) && panel}
        </div>
      ))}
    </>
  )
}
