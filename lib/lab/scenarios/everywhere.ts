import type { Actor } from '../actor.ts'
import type { Script, Stage } from './stage.ts'

/** Seconds between two requests of a device that somebody uses. */
const USES_EVERY = 1
/** The part of an access token's life after which a device renews it. */
const RENEWS_AFTER = 0.6

/** Session 1 is the reader's browser; the others are real sessions that this server uses in its place. All are copied. */
export const everywhere: Script = async (stage) => {
  const { sessions } = stage.play.row
  await Promise.all(sessions.map(({ n }) => stage.steal(n)))
  const devices = sessions.slice(1).map(({ n, label }) => stage.actor({ actor: 'device', by: label }, stage.pairOf(n)))
  await Promise.all(devices.map((actor) => useUntilRefused(stage, actor)))
}

async function useUntilRefused(stage: Stage, actor: Actor): Promise<void> {
  const { settings } = stage.play.row
  const life = settings.access
  let renewedAt = performance.now()
  while (!stage.isStopped()) {
    if ((await actor.me()) === 401 && (await actor.refresh()) === 401) return
    if ((performance.now() - renewedAt) / 1000 > life * RENEWS_AFTER) {
      renewedAt = performance.now()
      await actor.refresh()
    }
    await stage.wait(Math.min(USES_EVERY, life / 4))
  }
}
