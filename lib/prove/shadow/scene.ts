import { isAuthError } from '../../auth/index.ts'
import { LIFETIMES, type openTestSession } from '../../auth/testing.ts'

type Session = Awaited<ReturnType<typeof openTestSession>>
export type Agenda = ReturnType<typeof createAgenda>

/** Seconds before the end at which a browser renews, as lib/client does. */
export const MARGIN = 30
/** Seconds that an active victim lets pass between two requests, at most. */
const PAUSE = 60
/** Seconds that a reply takes, at most. */
const SLOWEST = 2
/** Of all replies. */
const LOST = 0.1

/** Things to do at their times, one after another, on the engine's clock. */
export function createAgenda({ clock, advance }: Pick<Session, 'clock' | 'advance'>) {
  const entries: { at: number; act: () => Promise<void> }[] = []
  return {
    /** In so many seconds. */
    in(seconds: number, act: () => Promise<void>): void {
      entries.push({ at: clock() + seconds, act })
    },
    async next(): Promise<void> {
      entries.sort((one, other) => one.at - other.at)
      const { at, act } = entries.shift()!
      advance(Math.max(0, at - clock()))
      await act()
    },
  }
}

/** What a thief may notice of the victim. */
export type Notice = 'rotated' | 'used'

/**
 * An honest browser in use: it renews by its timer, again when a reply was lost, and asks something every minute at least. What
 * its renewal is refused with is thrown.
 */
export function startVictim(
  { browser, clock }: Session,
  { agenda, random, notice }: { agenda: Agenda; random: () => number; notice: (what: Notice) => void },
): { renewals: () => number } {
  let renewals = 0
  let usedToken = ''
  let endOfAccess = clock() + LIFETIMES.access

  const begin = () => {
    renewals++
    return renew()
  }
  async function renew(): Promise<void> {
    const { session, tokens } = await browser.send()
    notice('rotated')
    if (random() < LOST) return agenda.in(1 + random() * 9, renew)
    agenda.in(random() * SLOWEST, async () => {
      browser.receive(tokens)
      endOfAccess = session.accessUntil
      agenda.in(Math.max(1, endOfAccess - MARGIN - clock()), begin)
    })
  }
  async function use(): Promise<void> {
    agenda.in(random() * PAUSE, use)
    await browser.use().catch(ignoreRefusal)
    if (usedToken !== browser.jar.accessToken) notice('used')
    usedToken = browser.jar.accessToken
  }
  agenda.in(LIFETIMES.access - MARGIN, begin)
  agenda.in(random() * PAUSE, use)
  return { renewals: () => renewals }
}

/** A check may be refused; whatever is no refusal fails the test. */
export function ignoreRefusal(error: unknown): void {
  if (!isAuthError(error)) throw error
}
