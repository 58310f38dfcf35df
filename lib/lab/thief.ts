import type { LabTokens } from '../http/lab-cookies.ts'
import { Actor, type Site } from './actor.ts'
import type { Play } from './play.ts'

/** Refusals in a row after which a credential is given up. */
const GIVES_UP = 3

export interface Thief {
  readonly actor: Actor
  /** Hands over a newer copy. */
  hold(tokens: LabTokens): void
  /** One more request, now; its status. */
  replayOnce(): Promise<number>
  stop(): void
  readonly done: Promise<void>
}

/**
 * Somebody who has a copy of what one session holds and presents it every `poll` seconds: the access token until it is refused,
 * then, once its owner has logged out, the refresh token too (while the owner goes on renewing it would ring the alarm).
 * `withRefresh` false: a script decides about the refresh token.
 */
export function startThief(site: Site, play: Play, n: number, tokens: LabTokens, withRefresh: boolean): Thief {
  const actor = new Actor(site, play.row.id, { actor: 'attacker', by: null }, tokens)
  const gap = play.row.settings.poll * 1000
  let refusals = { access: 0, refresh: 0 }
  let stopped = false
  let wake = () => {}

  const { rotates } = play.strategies[play.row.sessions.find((session) => session.n === n)!.strategy]
  const isEnded = () => play.row.sessions.find((session) => session.n === n)?.ended != null
  const renews = () => withRefresh && actor.tokens.refreshToken !== null

  async function tryAll(): Promise<void> {
    // While a session renews itself, the next copy may come at any time: a refusal before its end says nothing.
    const counts = isEnded() || !rotates
    const status = await actor.replay()
    if (counts) refusals.access = count(refusals.access, status)
    if (!renews() || !isEnded() || refusals.access === 0) return
    refusals.refresh = count(refusals.refresh, await actor.refresh())
  }
  const isDone = () => refusals.access >= GIVES_UP && (!renews() || !isEnded() || refusals.refresh >= GIVES_UP)

  async function run(): Promise<void> {
    const started = performance.now()
    for (
      let tick = 0;
      !stopped && !isDone();
      tick = Math.max(tick + 1, Math.ceil((performance.now() - started) / gap))
    ) {
      const wait = started + tick * gap - performance.now()
      if (wait > 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
          setTimeout(resolve, wait)
        })
      }
      if (!stopped) await tryAll()
    }
  }

  return {
    actor,
    hold(next) {
      actor.tokens = next
      refusals = { access: 0, refresh: 0 }
    },
    replayOnce: () => actor.replay(),
    stop() {
      stopped = true
      wake()
    },
    done: run(),
  }
}

/** Only a refusal counts: a store that cannot answer, or a limit, says nothing about the credential. */
function count(before: number, status: number): number {
  if (status === 401) return before + 1
  return status === 200 ? 0 : before
}
