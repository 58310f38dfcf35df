import type { IssuedTokens } from '../auth/index.ts'
import type { LabTokens } from '../http/lab-cookies.ts'
import { Actor, type Site } from './actor.ts'
import { atOf, type Play, recordIssued } from './play.ts'
import type { RunRow } from './ports.ts'
import type { Sandbox } from './sandbox.ts'
import { everywhere } from './scenarios/everywhere.ts'
import { race } from './scenarios/race.ts'
import type { Script, Stage } from './scenarios/stage.ts'
import { theft } from './scenarios/theft.ts'
import { startThief, type Thief } from './thief.ts'
import type { VerbDeps } from './verbs.ts'

/** The reader does everything: one thief has the copy. */
const single: Script = async ({ steal }) => {
  await steal(1)
}
const scripts: Record<RunRow['settings']['scenario'], Script> = {
  race,
  compare: race,
  everywhere,
  theft,
  forget: single,
  denylist: single,
  rotate: single,
  free: single,
}

/** Seconds that a run may go on after the longest thing in it, and at most: nobody watches for hours. */
const AFTERWARDS = 30
const LONGEST = 7_200

export interface Playing {
  readonly play: Play
  readonly thieves: Map<number, Thief>
  stop(): Promise<void>
}

/** Plays a run in this process until every thief has given up. `onEnd` is called once, when it has settled or was stopped. */
export async function perform(
  deps: VerbDeps & { site: Site; report: (event: string, cause: unknown) => void },
  opened: { row: RunRow; engine: ReturnType<Sandbox['engineFor']>; issued: IssuedTokens[]; beganAt: number },
  onEnd: (play: Play) => Promise<void>,
): Promise<Playing> {
  const { diary, store, site } = deps
  const thieves = new Map<number, Thief>()
  const pairs = new Map<number, { tokens: LabTokens; names: string[] }>()
  const { settings } = opened.row
  let stopped = false
  let release = () => {}
  const stopping = new Promise<void>((resolve) => {
    release = resolve
  })

  const play: Play = {
    row: opened.row,
    ...opened.engine,
    beganAt: opened.beganAt,
    sentCookies: [],
    onIssued(n, tokens, names) {
      pairs.set(n, { tokens, names })
      // Whoever reads the owner's cookies has the new ones at once. In a theft the script says who gets what.
      const thief = thieves.get(n)
      if (settings.scenario === 'theft' || !thief) return
      thief.hold(tokens)
      noteStolen(n, names).catch((error) => deps.report('lab_diary', error))
    },
  }
  const noteStolen = (n: number, names: string[]) =>
    diary.record(
      play,
      ...names.map((token) => ({
        t: atOf(play),
        actor: 'attacker' as const,
        kind: 'stolen' as const,
        session: n,
        token,
      })),
    )

  const until = (seconds: number) => {
    const wait = opened.beganAt + seconds * 1000 - performance.now()
    const passed = new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, wait)))
    return Promise.race([passed, stopping])
  }
  const stage: Stage = {
    play,
    pairOf: (n) => pairs.get(n)!.tokens,
    actor: (presenter, tokens) => new Actor(site, play.row.id, presenter, tokens),
    async steal(n, { tokens = pairs.get(n)!.tokens, withRefresh = true } = {}) {
      const texts = [tokens.accessToken, tokens.refreshToken].filter((text) => text !== null)
      const kept = await Promise.all(texts.map((text) => store.findToken(play.row.id, text)))
      await noteStolen(
        n,
        kept.flatMap((token) => token?.name ?? []),
      )
      const thief = startThief(site, play, n, tokens, withRefresh)
      thieves.set(n, thief)
      return thief
    },
    until,
    wait: (seconds) => until((performance.now() - opened.beganAt) / 1000 + seconds),
    note: async (event) => void (await diary.record(play, { t: atOf(play), ...event })),
    isStopped: () => stopped,
  }

  await diary.record(play, { t: 0, actor: 'server', kind: 'started' })
  for (const [index, issued] of opened.issued.entries()) {
    const { n, label } = play.row.sessions[index]!
    await recordIssued(deps, play, n, issued, {
      actor: n === 1 || settings.scenario !== 'everywhere' ? 'you' : 'device',
      by: label,
    })
  }

  let ended = false
  async function end(phase: 'settled' | 'stopped'): Promise<void> {
    if (ended) return
    ended = true
    // The diary first: a run that is over has its last word in it.
    await diary.record(play, { t: atOf(play), actor: 'server', kind: phase })
    await diary.change(play, { phase })
    await onEnd(play)
  }
  const stop = async () => {
    stopped = true
    release()
    for (const thief of thieves.values()) thief.stop()
    await end('stopped')
  }
  const longest = Math.max(settings.longAccess, settings.access, settings.refresh, settings.logoutAt ?? 0)
  const deadline = setTimeout(
    () => void stop().catch((error) => deps.report('lab_stop', error)),
    Math.min(longest + AFTERWARDS, LONGEST) * 1000,
  ).unref()

  const played = async () => {
    await scripts[settings.scenario](stage)
    // Nobody was caught, so nobody gives up: there is nothing left to wait for.
    if (settings.scenario === 'theft' && play.row.sessions[0]?.ended === null)
      for (const thief of thieves.values()) thief.stop()
    await Promise.all([...thieves.values()].map(({ done }) => done))
    if (!stopped) await end('settled')
  }
  void played()
    .catch(async (error) => {
      deps.report('lab_run_failed', error)
      await stop().catch(() => {})
    })
    .finally(() => clearTimeout(deadline))
  return { play, thieves, stop }
}
