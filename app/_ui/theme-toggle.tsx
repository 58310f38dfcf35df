'use client'

import { type ReactNode, useLayoutEffect, useSyncExternalStore } from 'react'
import { THEME_KEY } from '@/lib/http/theme-script.ts'

const choices: { value: string; label: string; icon: ReactNode }[] = [
  {
    value: 'system',
    label: 'System',
    icon: (
      <>
        <circle cx="8" cy="8" r="5.5" />
        <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" />
      </>
    ),
  },
  {
    value: 'light',
    label: 'Light',
    icon: (
      <>
        <circle cx="8" cy="8" r="2.8" />
        <path d="M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13" />
      </>
    ),
  },
  { value: 'dark', label: 'Dark', icon: <path d="M13.3 9.8A5.6 5.6 0 0 1 6.2 2.7a5.6 5.6 0 1 0 7.1 7.1Z" /> },
]

const CHANGED = 'theme-changed'
const read = (): string => document.documentElement.dataset.theme ?? 'system'

function apply(value: string | null): void {
  if (value === 'light' || value === 'dark') document.documentElement.dataset.theme = value
  else delete document.documentElement.dataset.theme
  window.dispatchEvent(new Event(CHANGED))
}

function choose(value: string): void {
  apply(value)
  try {
    if (value === 'system') localStorage.removeItem(THEME_KEY)
    else localStorage.setItem(THEME_KEY, value)
  } catch {
    // Storage is full or refused: the choice holds until the page is left.
  }
}

/** Other tabs follow: `storage` events come from them. */
function subscribe(listener: () => void): () => void {
  const follow = ({ key, newValue }: StorageEvent) => key === THEME_KEY && apply(newValue)
  window.addEventListener(CHANGED, listener)
  window.addEventListener('storage', follow)
  return () => {
    window.removeEventListener(CHANGED, listener)
    window.removeEventListener('storage', follow)
  }
}

/** What the script of the head does, on a page that React fills alone (Next answers so when a page was not found). */
function applyStored(): void {
  if (document.documentElement.dataset.js !== undefined) return
  document.documentElement.dataset.js = ''
  try {
    apply(localStorage.getItem(THEME_KEY))
  } catch {
    // Storage is refused: the system's theme holds.
  }
}

export function ThemeToggle() {
  useLayoutEffect(applyStored, [])
  const theme = useSyncExternalStore(subscribe, read, () => 'system')
  return (
    <fieldset className="js-only flex rounded-md border border-control p-0.5">
      <legend className="sr-only">Theme</legend>
      {choices.map(({ value, label, icon }) => (
        // controls.css marks the chosen one by the attribute of the root element, which is there before React is.
        <label
          key={value}
          title={label}
          data-theme-choice={value}
          className="grid size-8 place-items-center rounded-[4px] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
        >
          <input
            type="radio"
            name="theme"
            value={value}
            checked={theme === value}
            onChange={() => choose(value)}
            className="sr-only"
          />
          <svg
            viewBox="0 0 16 16"
            className="size-4 fill-none stroke-current"
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
            aria-hidden="true"
          >
            {icon}
          </svg>
          <span className="sr-only">{label}</span>
        </label>
      ))}
    </fieldset>
  )
}
