import { useSyncExternalStore } from 'react'

/** Tailwind's `sm`: under it the parties of a run become tabs. */
const NARROW = '(width < 40rem)'

function subscribe(listener: () => void): () => void {
  const query = matchMedia(NARROW)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

export function useNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(NARROW).matches,
    () => false,
  )
}
