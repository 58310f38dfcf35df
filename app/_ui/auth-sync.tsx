'use client'

import { useEffect } from 'react'
import { syncByDocument } from '@/lib/client/clock.ts'
import { drawCurtain, offerToContinue, takeAway } from '@/lib/client/curtain.ts'
import { followEvents, keepRenewed } from '@/lib/client/keep-login.ts'
import { isActing, leaving, setActing } from '@/lib/client/leaving.ts'
import { noteRevived, revive } from '@/lib/client/revive.ts'
import { onTabs } from '@/lib/client/tabs.ts'
import { learnTimes } from '@/lib/client/times.ts'

/** Was this page rendered for somebody who is logged in? With the ends of the two tokens, and the moment of rendering. */
type Props =
  | { loggedIn: false }
  | { loggedIn: true; accessExpiresAt: number; refreshExpiresAt: number | null; now: number }

/** Keeps one tab in step with its browser's login. Draws nothing. */
export function AuthSync(props: Props) {
  const { loggedIn } = props
  const { accessExpiresAt = 0, refreshExpiresAt = null, now = 0 } = props.loggedIn ? props : {}
  useEffect(() => {
    if (!loggedIn) return
    syncByDocument(now)
    learnTimes({ at: now, issuedAt: now, accessExpiresAt, refreshExpiresAt })
  }, [loggedIn, accessExpiresAt, refreshExpiresAt, now])

  useEffect(() => {
    if (!loggedIn) {
      void revive()
      return
    }
    noteRevived()
    // The account page of a session that has ended shows what its access token can still do: there is nothing to renew.
    const ended = document.querySelector('[data-session-ended]') !== null
    const stop = new AbortController()
    const stopRenewing = keepRenewed({ renewable: !ended })
    if (!ended) void followEvents(AbortSignal.any([stop.signal, leaving.signal]))
    const stopTabs = onTabs((message) => {
      if (isActing()) return
      if (message.type === 'logged-out') drawCurtain(message.why)
      else if (message.type === 'logged-in') offerToContinue()
      else if (message.type === 'reload') {
        setActing(true)
        location.reload()
      }
    })
    const hide = (event: PageTransitionEvent) => event.persisted && takeAway()
    const show = (event: PageTransitionEvent) => event.persisted && location.reload()
    window.addEventListener('pagehide', hide)
    window.addEventListener('pageshow', show)
    return () => {
      stop.abort()
      stopRenewing()
      stopTabs()
      window.removeEventListener('pagehide', hide)
      window.removeEventListener('pageshow', show)
    }
  }, [loggedIn])
  return null
}
