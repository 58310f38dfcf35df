import { keysOfRun } from './endings.ts'
import { atOf, type Diary, type Play } from './play.ts'
import type { LabStore } from './ports.ts'

/** Milliseconds between two looks at entries that are due. */
const LOOK_EVERY = 250

export interface Watch {
  /** After a logout: the entries that the denylist now has because of this run. */
  follow(play: Play): Promise<void>
  /** Entries of a run that are still there. */
  countOf(runId: string): number
  stop(): void
}

/**
 * Sees entries of the denylist go. When one is due the product's own sweeper is called, as it is every half minute anyway, and
 * the entry is written down as gone only once the database no longer has it.
 */
export function createWatch(
  deps: { store: LabStore; diary: Diary; prune: (limit: number) => Promise<unknown>; now: () => number },
  onError: (error: unknown) => void,
): Watch {
  const followed = new Map<string, { play: Play; until: Map<string, number> }>()

  async function look(): Promise<void> {
    for (const [runId, { play, until }] of followed) {
      const due = [...until].filter(([, time]) => time <= deps.now()).map(([key]) => key)
      if (due.length === 0) continue
      await deps.prune(500)
      const left = (await deps.store.findDenials(due)).map(({ key }) => key)
      for (const key of due.filter((key) => !left.includes(key))) {
        until.delete(key)
        const session = play.row.sessions.find(({ id }) => key === `sid:${id}`)?.n ?? null
        const event = { t: atOf(play), actor: 'server', kind: 'key_expired', session, key, region: 'sweep' } as const
        await deps.diary.record(play, event)
      }
      if (until.size === 0) followed.delete(runId)
    }
  }

  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    look()
      .catch(onError)
      .finally(() => {
        busy = false
      })
  }, LOOK_EVERY).unref()

  return {
    async follow(play) {
      const entries = await deps.store.findDenials(keysOfRun(play))
      if (entries.length === 0) return
      followed.set(play.row.id, { play, until: new Map(entries.map(({ key, until }) => [key, until])) })
    },
    countOf: (runId) => followed.get(runId)?.until.size ?? 0,
    stop: () => clearInterval(timer),
  }
}
