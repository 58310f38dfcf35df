import type { LiveEvent } from './events.ts'
import type { Ending } from './words.ts'

/** What one tab tells the others of its browser. Never a credential. */
export type TabMessage =
  | { type: 'renewed' }
  | { type: 'logged-in' }
  | { type: 'logged-out'; why: Ending }
  /** The same login goes on in a new session: a password was changed. */
  | { type: 'reload' }
  | { type: 'event'; event: LiveEvent }

let channel: BroadcastChannel | null = null

function open(): BroadcastChannel {
  channel ??= new BroadcastChannel('auth')
  return channel
}

/** This tab does not hear itself. */
export function tellTabs(message: TabMessage): void {
  open().postMessage(message)
}

export function onTabs(listener: (message: TabMessage) => void): () => void {
  const receive = ({ data }: MessageEvent<TabMessage>) => listener(data)
  open().addEventListener('message', receive)
  return () => open().removeEventListener('message', receive)
}
