import type { TheftPath } from '../../http/lab-schemas.ts'
import type { Actor } from '../actor.ts'
import type { Script, Stage } from './stage.ts'

/** Rounds after which a shadowing thief would have to be given up as uncaught; the rule catches them in the third. */
const ROUNDS = 6
/** Seconds between two tabs of which one was slow. */
const SLOW_TAB = 0.3
/** The part of an access token's life after which a page renews it. */
const RENEWS_AFTER = 0.4
/** Seconds beyond the leeway, so that "after it" is not a matter of milliseconds. */
const BEYOND = 0.3

/** One session, two jars: yours and the thief's. Each request of both is a real one. */
export const theft: Script = (stage) => paths[stage.play.row.settings.path](stage, you(stage))

const you = (stage: Stage) => stage.actor({ actor: 'you', by: null }, stage.pairOf(1))

/** Seconds between two renewals: longer than the leeway, or they would be answered "still fresh". */
function pace({ play }: Stage): number {
  const { access, leeway } = play.row.settings
  return Math.max(access * RENEWS_AFTER, leeway + BEYOND)
}

async function renew(actor: Actor): Promise<boolean> {
  const status = await actor.refresh()
  if (status === 200) await actor.me()
  return status === 200
}

const paths: Record<TheftPath, (stage: Stage, you: Actor) => Promise<void>> = {
  /** The thief comes second with a token that you have replaced and whose successor you have used. */
  async 'you-first'(stage, you) {
    await you.me()
    await stage.wait(pace(stage))
    await renew(you)
    const thief = await stage.steal(1, { tokens: you.tokens, withRefresh: false })
    await stage.wait(pace(stage))
    await renew(you)
    await stage.wait(stage.play.row.settings.leeway + BEYOND)
    await thief.actor.refresh()
    await afterwards(you)
  },

  /** The thief renews at once and has the session to itself, until you come with the token that it has replaced. */
  async 'thief-first'(stage, you) {
    await you.me()
    await stage.wait(pace(stage))
    await renew(you)
    const thief = await stage.steal(1, { tokens: you.tokens, withRefresh: false })
    await stage.wait(stage.play.row.settings.leeway + BEYOND)
    await thief.actor.refresh()
    await stage.wait(pace(stage))
    await you.refresh()
    await afterwards(you)
  },

  /** Two of your own tabs: one renews and uses the new token, then the other's request arrives, sent before. */
  async 'two-tabs'(stage, first) {
    await first.me()
    await stage.wait(pace(stage))
    const sentBefore = first.tokens
    const tab = (by: string) => stage.actor({ actor: 'you', by }, sentBefore)
    const [one, two] = [tab('Tab 1'), tab('Tab 2')]
    await renew(one)
    await stage.wait(SLOW_TAB)
    await renew(two)
    await one.me()
  },

  /** The answer to a renewal never arrives. Nobody has used the new pair, so the old token gets it again, however late. */
  async 'lost-reply'(stage, you) {
    await you.me()
    await stage.wait(pace(stage))
    const before = you.tokens
    await you.refresh()
    you.tokens = before
    await stage.note({ actor: 'you', kind: 'reply_lost', session: 1, token: null })
    await stage.wait(stage.play.row.settings.leeway + BEYOND)
    await renew(you)
  },

  /** The thief replays each parent before you use its child, and so holds what you hold. Only the holder tells you apart. */
  async shadow(stage, you) {
    await you.me()
    const thief = await stage.steal(1, { tokens: you.tokens, withRefresh: false })
    for (let round = 0; round < ROUNDS && !stage.isStopped(); round++) {
      await stage.wait(pace(stage))
      if ((await you.refresh()) !== 200) break
      const status = await thief.actor.refresh()
      await you.me()
      if (status !== 200) break
    }
    await afterwards(you)
  },
}

/** What is left for you: the access token to its end, or not at all, and no renewal. */
async function afterwards(you: Actor): Promise<void> {
  await you.me()
  await you.refresh()
}
