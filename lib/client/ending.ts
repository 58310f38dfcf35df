import { refusalOf } from './answer.ts'
import { withAuthLock } from './lock.ts'
import { tellTabs } from './tabs.ts'
import { forgetTimes } from './times.ts'
import type { Ending } from './words.ts'

/**
 * Sends what ends the login of this browser, for `why`; null: it goes on. The other tabs are told before the lock is given back: one
 * that waits for it must know why the login is over. With a receipt it has ended, and only the denylist has not said so yet.
 */
export const sendEnding = (why: Ending | null) => (input: string, init: RequestInit) =>
  withAuthLock(async () => {
    const response = await fetch(input, init)
    const isOut = response.ok || (await refusalOf(response.clone())).receipt !== undefined
    if (isOut && why !== null) {
      forgetTimes()
      tellTabs({ type: 'logged-out', why })
    }
    return response
  })
