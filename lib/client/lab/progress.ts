import { useSyncExternalStore } from 'react'

/** What this browser remembers of one chapter; the server remembers the runs themselves for a day. */
export interface Progress {
  readonly guessed?: boolean
  readonly over?: boolean
  readonly explained?: boolean
  /** Milliseconds: the shortest that was measured here. */
  readonly best?: { readonly min: number; readonly max: number }
}

/** By chapter. */
export type ProgressBook = Readonly<Record<string, Progress | undefined>>

const KEY = 'lab-progress'
const CHANGED = 'lab-progress-changed'
const none: ProgressBook = {}
let read: { text: string | null; book: ProgressBook } = { text: null, book: none }

/** The same object as long as nothing was written. */
export function readProgress(): ProgressBook {
  try {
    const text = localStorage.getItem(KEY)
    if (text !== read.text) read = { text, book: parse(text) }
  } catch {
    // Storage is refused: nothing is remembered.
  }
  return read.book
}

function parse(text: string | null): ProgressBook {
  try {
    const book = JSON.parse(text ?? '{}')
    return typeof book === 'object' && book !== null ? book : none
  } catch {
    return none
  }
}

/** Adds what is new; nothing that was reached is taken back. */
export function noteProgress(slug: string, news: Progress): void {
  const book = readProgress()
  const merged = mergeProgress(book[slug] ?? {}, news)
  const text = JSON.stringify({ ...book, [slug]: merged })
  if (text === JSON.stringify(book)) return
  try {
    localStorage.setItem(KEY, text)
  } catch {
    return
  }
  window.dispatchEvent(new Event(CHANGED))
}

/** Pure. */
export function mergeProgress(known: Progress, news: Progress): Progress {
  const best = [known.best, news.best]
    .filter((one) => one !== undefined)
    .toSorted((one, other) => one.min - other.min)[0]
  return {
    guessed: known.guessed || news.guessed || undefined,
    over: known.over || news.over || undefined,
    explained: known.explained || news.explained || undefined,
    best,
  }
}

export type Stage = 'Not started' | 'Predicted' | 'Run' | 'Explained'

/** Pure: how far a chapter is. Skipping the guess leaves nothing out. */
export function stageOf({ guessed, over, explained }: Progress): Stage {
  if (over) return explained ? 'Explained' : 'Run'
  return guessed ? 'Predicted' : 'Not started'
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener)
  window.addEventListener('storage', listener)
  return () => {
    window.removeEventListener(CHANGED, listener)
    window.removeEventListener('storage', listener)
  }
}

export function useProgress(): ProgressBook {
  return useSyncExternalStore(subscribe, readProgress, () => none)
}
