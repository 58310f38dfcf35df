import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type Auth, isAuthError, type Receipt } from '../auth/index.ts'

/** What stands beside the engine, read when somebody asks. */
export interface Standing {
  /** Of the copy in this process; null: there is none. */
  lease: boolean | null
  entries: number | null
  /** Denials that are committed and not confirmed by the denylist; at most `PENDING_COUNTED`. */
  pending: number
  /** Security events that are not in the audit trail yet; more than a minute's where it cannot be written. */
  unwritten: number
}

export const PENDING_COUNTED = 1000
/** Seconds for which a copied access token still worked after a logout: nothing, a poll, a short life, a long one. */
const EXPOSURES = [0, 1, 10, 60, 300, 900, 3600]
const PREFIX = 'logged_out_'

/** Counts what the engine decides, for Prometheus. Labels are outcomes: no account, session, address or token. */
export function createMetrics(standing: () => Promise<Standing>) {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry })
  const counter = (name: string, help: string) =>
    new Counter({ name: `${PREFIX}${name}_total`, help, labelNames: ['outcome'], registers })
  const checks = counter('checks', 'Access tokens presented, by what was decided')
  const refreshes = counter('refreshes', 'Refresh tokens presented, by what was decided')
  const logouts = counter('logouts', 'Sessions ended, by what is true of their access tokens')
  const alarms = new Counter({ name: `${PREFIX}reuse_alarms_total`, help: 'Refresh tokens used twice', registers })
  const exposure = new Histogram({
    name: `${PREFIX}exposure_seconds`,
    help: 'For how long a copied access token works after its session was ended',
    buckets: EXPOSURES,
    registers,
  })
  const gauge = (name: string, help: string, read: (now: Standing) => number) =>
    new Gauge({
      name: PREFIX + name,
      help,
      registers,
      async collect() {
        this.set(read(await latest()))
      },
    })
  // One question for all gauges of one scrape.
  let asked: { at: number; answer: Promise<Standing> } | null = null
  const latest = () => {
    if (!asked || performance.now() - asked.at > 100) asked = { at: performance.now(), answer: standing() }
    return asked.answer
  }
  gauge('denylist_lease', '1: this process answers from its copy; 0: it asks; -1: it has no copy', ({ lease }) =>
    lease === null ? -1 : Number(lease),
  )
  gauge('denylist_entries', 'Entries of the copy in this process; -1: it has none', ({ entries }) => entries ?? -1)
  gauge('denials_pending', 'Denials that the denylist has not confirmed', ({ pending }) => pending)
  gauge('audit_unwritten', 'Security events that are not in the audit trail yet', ({ unwritten }) => unwritten)

  function counted<Args extends unknown[], Result>(
    verb: (...args: Args) => Promise<Result>,
    count: (outcome: string, result: Result | null) => void,
  ) {
    return async (...args: Args): Promise<Result> => {
      try {
        const result = await verb(...args)
        count('ok', result)
        return result
      } catch (error) {
        count(isAuthError(error) ? error.code : 'error', null)
        throw error
      }
    }
  }
  const ending = (_outcome: string, receipt: Receipt | null) => {
    for (const { access, stolenTokenWorksUntil } of receipt?.ended ?? []) {
      logouts.inc({ outcome: access })
      if (access !== 'pending') exposure.observe(Math.max(0, (stolenTokenWorksUntil ?? 0) - Date.now() / 1000))
    }
  }

  return {
    contentType: registry.contentType,
    text: (): Promise<string> => registry.metrics(),
    /** The same verbs, counted. */
    observe: (auth: Auth): Auth => ({
      ...auth,
      authenticate: counted(auth.authenticate, (outcome) => checks.inc({ outcome })),
      refresh: counted(auth.refresh, (outcome) => {
        refreshes.inc({ outcome })
        if (outcome === 'refresh_reused') alarms.inc()
      }),
      logout: counted(auth.logout, ending),
      logoutOthers: counted(auth.logoutOthers, ending),
      logoutEverywhere: counted(auth.logoutEverywhere, ending),
      revoke: counted<[string], Receipt | null>(auth.revoke, ending),
      revokeSession: counted(auth.revokeSession, ending),
    }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
