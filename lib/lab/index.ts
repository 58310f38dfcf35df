import { createHash, randomBytes } from 'node:crypto'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { GUEST_AGE, type LabTokens } from '../http/lab-cookies.ts'
import type { Guess, LabEvent, LogoutScope, ResultView, RunView, ServerView, Settings } from '../http/lab-schemas.ts'
import { isOwnActor, presenterOf, type Site } from './actor.ts'
import { logout } from './logout.ts'
import { createDiary, type Play } from './play.ts'
import type { LabStore, Proof, RunRow } from './ports.ts'
import { type Build, freeze, RESULT_KEPT } from './results.ts'
import { provedBy, verdictOn } from './run/proofs.ts'
import { stateOf } from './run/state.ts'
import { openRun, viewOfRun } from './runs.ts'
import { createSandbox, type SandboxDeps } from './sandbox.ts'
import { readServerView } from './server-view.ts'
import { type Playing, perform } from './theatre.ts'
import { type Presenter, refresh, use } from './verbs.ts'
import { createWatch } from './watch.ts'

export { isInBrowser, viewOfRun } from './runs.ts'
export { runStream } from './stream.ts'
export type { Play, Presenter }

/** Live runs of one guest, and of all guests in this process. */
const LIVE_PER_GUEST = 5
const LIVE_AT_ONCE = 20
/** Requests a second to one run from outside; a comparison is some hundreds in a row. */
const REQUESTS = { usual: 20, compare: 400 }
/** Seconds after which a run whose process says nothing has no process. */
const UNSEEN = 30
const SEEN_EVERY = 10
/** Seconds that a run is kept. */
const KEPT = 86_400
/** Seconds that a run which is over can still be asked for one more try. */
const HELD = 3_600
const LISTED = 50
const STREAMS_PER_RUN = 6

export interface LabDeps extends SandboxDeps {
  lab: LabStore
  site: Omit<Site, 'proof'>
  build: Build
  denylistDriver: string
}

/** The sandbox: guests, runs, the attacker, and the diary of what happened. The engine, the stores and the routes are the product's. */
export async function createLab(deps: LabDeps) {
  const { lab: store, now, report } = deps
  const sandbox = await createSandbox(deps)
  const diary = createDiary(store)
  const site: Site = { ...deps.site, proof: randomBytes(16).toString('base64url') }
  const verbs = { store, diary, probe: sandbox.probe, passwordOf: sandbox.passwordOf, site, report }
  const playing = new Map<string, Playing>()
  const beginning: string[] = []
  const watch = createWatch({ store, diary, now, prune: (limit) => deps.store.prune(limit) }, (error) =>
    report('lab_watch', error),
  )
  const limits = {
    usual: new RateLimiterMemory({ points: REQUESTS.usual, duration: 1 }),
    compare: new RateLimiterMemory({ points: REQUESTS.compare, duration: 1 }),
  }
  let closing = false
  const heartbeat = setInterval(() => void noteSeen().catch((error) => report('lab_seen', error)), SEEN_EVERY * 1000)
  heartbeat.unref()

  async function noteSeen(): Promise<void> {
    for (const { play } of playing.values()) if (play.row.phase === 'live') await diary.change(play, { seenAt: now() })
  }

  async function onEnd(play: Play): Promise<void> {
    const events = await store.listEvents(play.row.id, 0, EVERY_EVENT)
    const state = stateOf(viewOfRun(play.row), events)
    const verdict = verdictOn(state)
    await diary.change(play, { verdict })
    for (const name of provedBy(state)) await store.prove(play.row.guest, name, now())
    const judged = (await store.listRuns(play.row.guest, LISTED)).filter((run) => run.verdict !== null).slice(0, 3)
    if (judged.length === 3 && judged.every((run) => run.verdict === 'right'))
      await store.prove(play.row.guest, 'three-predictions', now())
  }

  /** A run that this process does not play, as far as its rows tell. */
  function revive(row: RunRow): Play {
    const beganAt = performance.now() - (now() - row.startedAt) * 1000
    return { row, ...sandbox.engineFor(row.settings), beganAt, sentCookies: [], onIssued: () => {} }
  }

  async function find(id: string): Promise<Play | null> {
    const here = playing.get(id)
    if (here) return here.play
    const row = await store.findRun(id)
    return row && revive(row)
  }

  return {
    async start(guest: string, settings: Settings, guess: Guess | null) {
      const mine = hashOf(guest)
      // Counted before anything is awaited: many that begin at once are as many.
      beginning.push(mine)
      try {
        const live = [...playing.values()].filter(({ play }) => play.row.phase === 'live').length
        const own = beginning.filter((one) => one === mine).length + (await store.countLive(mine, now() - UNSEEN))
        if (own > LIVE_PER_GUEST) return 'too_many_runs' as const
        if (live + beginning.length > LIVE_AT_ONCE) return 'lab_full' as const
        const [beganAt, startedAt] = [performance.now(), now()]
        const opened = await openRun(sandbox, { guest: mine, settings, guess, now: startedAt })
        await store.createRun(opened.row)
        const running = await perform(verbs, { ...opened, beganAt }, onEnd)
        playing.set(opened.row.id, running)
        return { play: running.play, first: opened.issued[0]! }
      } finally {
        beginning.splice(beginning.indexOf(mine), 1)
      }
    },
    find,
    async findOwn(id: string, guest: string | null): Promise<Play | null> {
      const play = guest === null ? null : await find(id)
      return play?.row.guest === hashOf(guest ?? '') ? play : null
    },
    presenterOf: (headers: Headers): Presenter => presenterOf(site, headers),
    /** Our own actors keep to their interval by themselves. */
    async isTooFast({ row }: Play, headers: Headers): Promise<boolean> {
      if (isOwnActor(site, headers)) return false
      const limit = row.settings.scenario === 'compare' ? limits.compare : limits.usual
      return limit.consume(row.id).then(
        () => false,
        () => true,
      )
    },
    use: (play: Play, token: string | null, presenter: Presenter, received: number) =>
      use(verbs, play, token, presenter, received),
    async refresh(play: Play, tokens: LabTokens, presenter: Presenter, received: number) {
      const done = await refresh(verbs, play, tokens, presenter, received)
      if (!done.ok && done.code === 'refresh_reused') await watch.follow(play)
      return done
    },
    async logout(play: Play, scope: LogoutScope, tokens: LabTokens, presenter: Presenter) {
      const done = await logout(verbs, play, scope, tokens, presenter)
      await watch.follow(play)
      return done
    },
    /** Null: the attacker of this run is not in this process. */
    replay: async ({ row }: Play): Promise<number | null> =>
      (await playing.get(row.id)?.thieves.get(1)?.replayOnce()) ?? null,
    stop: async ({ row }: Play): Promise<void> => playing.get(row.id)?.stop(),
    listEvents: ({ row }: Play, after = 0, limit = EVERY_EVENT): Promise<LabEvent[]> =>
      store.listEvents(row.id, after, limit),
    listTokens: ({ row }: Play) => store.listTokens(row.id),
    async listRuns(guest: string | null): Promise<{ runs: RunView[]; proved: Proof[] }> {
      if (guest === null) return { runs: [], proved: [] }
      const [runs, proved] = await Promise.all([store.listRuns(hashOf(guest), LISTED), store.listProofs(hashOf(guest))])
      return { runs: runs.map(viewOfRun), proved }
    },
    serverView: (play: Play): Promise<ServerView> => readServerView({ ...deps, auth: deps.store }, play),
    phaseOf: async ({ row }: Play): Promise<RunRow['phase']> =>
      playing.get(row.id)?.play.row.phase ?? (await store.findRun(row.id))?.phase ?? 'stopped',
    listen: ({ row }: Play, wake: () => void) => diary.listen(row.id, wake),
    hasRoom: ({ row }: Play): boolean => diary.listenerCount(row.id) < STREAMS_PER_RUN,
    async save(play: Play): Promise<string> {
      const events = await store.listEvents(play.row.id, 0, EVERY_EVENT)
      const result = freeze(play.row, events, now(), deps.build)
      await store.saveResult(result, now() + RESULT_KEPT)
      return result.id
    },
    findResult: (id: string): Promise<ResultView | null> => store.findResult(id),
    async sweep(): Promise<void> {
      const at = now()
      for (const [id, { play }] of playing) {
        const isOver = play.row.phase !== 'live' && watch.countOf(id) === 0
        if (isOver && play.row.startedAt < at - HELD) playing.delete(id)
      }
      await store.sweep({ before: at - KEPT, unseenSince: at - UNSEEN, now: at, proofsBefore: at - GUEST_AGE })
    },
    newGuest: () => randomBytes(16).toString('base64url'),
    isClosing: () => closing,
    async close(): Promise<void> {
      closing = true
      clearInterval(heartbeat)
      watch.stop()
      await Promise.all([...playing.values()].map((one) => one.stop()))
    },
  }
}
export type Lab = Awaited<ReturnType<typeof createLab>>

/** A run of minutes has some thousands at most. */
const EVERY_EVENT = 20_000

/** Only the hash of a guest's cookie is kept. */
const hashOf = (guest: string) => createHash('sha256').update(guest).digest('base64url')
