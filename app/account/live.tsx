'use client'

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useReducer,
  useRef,
} from 'react'
import type { Strategies } from '@/lib/auth/index.ts'
import { authFetch } from '@/lib/client/auth-fetch.ts'
import { syncByDocument } from '@/lib/client/clock.ts'
import { onEvent } from '@/lib/client/events.ts'
import { advance, type Lifecycle } from '@/lib/client/lifecycle.ts'

interface Live {
  state: Lifecycle
  strategies: Strategies
  /** Server seconds at which the page was rendered. */
  renderedAt: number
  /** Asks for everything again. */
  reload: () => Promise<void>
}

const Context = createContext<Live | null>(null)

export function useLive(): Live {
  const live = useContext(Context)
  if (!live) throw new Error('Wrap this in <LiveAccount>')
  return live
}

interface Props {
  initial: Lifecycle
  strategies: Strategies
  renderedAt: number
  children: ReactNode
}

/** One fold over the event stream for all parts of the page. */
export function LiveAccount({ initial, strategies, renderedAt, children }: Props) {
  const [state, dispatch] = useReducer(advance, initial)
  const { behind } = state
  /** How often a list of the sessions was told or asked for. */
  const lists = useRef(0)

  const reload = useCallback(async () => {
    lists.current += 1
    const asked = lists.current
    const answers = await Promise.all([authFetch('/api/auth/sessions'), authFetch('/api/auth/activity')])
    if (!answers.every(({ ok }) => ok)) return
    const [{ sessions }, { activity }] = await Promise.all(answers.map((answer) => answer.json()))
    // What the stream told while this answer was under way is newer.
    dispatch({ name: 'loaded', sessions: lists.current === asked ? sessions : null, activity })
  }, [])

  useLayoutEffect(() => {
    syncByDocument(renderedAt)
    // A reload tells the present state, not once more what a form did.
    if (location.search) history.replaceState(history.state, '', location.pathname + location.hash)
  }, [renderedAt])
  useEffect(
    () =>
      onEvent((event) => {
        if (event.name === 'sessions') lists.current += 1
        dispatch(event)
      }),
    [],
  )
  useEffect(() => {
    // A lost answer is made up for by the next event.
    if (behind) reload().catch(() => {})
  }, [behind, reload])

  return <Context value={{ state, strategies, renderedAt, reload }}>{children}</Context>
}
