import type { Account, Activity, AuthStore, Change, Clock, Denial, Denylist, NewActivity, Session } from './ports.ts'
import { ACTIVITY_KEPT, ENDED_KEPT } from './ports.ts'

/** The store of tests and of the example: correct for one process, and gone with it. */
export function createMemoryStore(now: Clock): AuthStore {
  const accounts = new Map<string, Account>()
  const sessions = new Map<string, Session>()
  const denials = new Map<string, Denial & { pending: boolean }>()
  let activity: Activity[] = []
  let lastActivityId = 0
  let era = 0

  function record(entry: NewActivity): void {
    activity.push({ ...entry, id: ++lastActivityId })
    const alike = activity.filter(({ accountId, kind }) => accountId === entry.accountId && kind === entry.kind)
    const oldest = alike.at(-ACTIVITY_KEPT)
    if (oldest) activity = activity.filter((one) => !alike.includes(one) || one.id >= oldest.id)
  }

  function write(accountId: string, change: Change<unknown>): void {
    for (const session of change.sessions ?? []) sessions.set(session.id, session)
    for (const { key, until } of change.denials ?? []) {
      denials.set(key, { key, until: Math.max(until, denials.get(key)?.until ?? 0), pending: true })
    }
    for (const entry of change.activity ?? []) record(entry)
    if (change.account) accounts.set(accountId, change.account)
    if (change.account !== null) return
    accounts.delete(accountId)
    for (const session of sessionsOf(accountId)) sessions.delete(session.id)
    activity = activity.filter((entry) => entry.accountId !== accountId)
  }

  const sessionsOf = (accountId: string) => [...sessions.values()].filter((session) => session.accountId === accountId)
  const byKey = (a: Denial, b: Denial) => (a.key < b.key ? -1 : 1)
  const plain = ({ key, until }: Denial): Denial => ({ key, until })

  return {
    async createAccount(account, session, entries) {
      if ([...accounts.values()].some(({ email }) => email === account.email)) return 'email_taken'
      write(account.id, { outcome: null, account, sessions: [session], activity: entries })
      return 'created'
    },
    findAccount: async (id) => accounts.get(id) ?? null,
    findAccountByEmail: async (email) => [...accounts.values()].find((account) => account.email === email) ?? null,
    findSession: async (id) => sessions.get(id) ?? null,
    listSessions: async (accountId) => sessionsOf(accountId).sort((a, b) => b.createdAt - a.createdAt),
    async withSession(sessionId, decide) {
      const session = sessions.get(sessionId)
      const account = session && accounts.get(session.accountId)
      if (!session || !account) return null
      const change = decide(session, account, now())
      write(account.id, change)
      return change.outcome
    },
    async withAccount(accountId, decide) {
      const account = accounts.get(accountId)
      if (!account) return null
      const open = sessionsOf(accountId).filter(({ revokedAt }) => revokedAt === null)
      const change = decide(account, open, now())
      write(accountId, change)
      return change.outcome
    },
    recordActivity: async (entry) => record(entry),
    async listActivity(accountId, { after, limit }) {
      const all = activity.filter((entry) => entry.accountId === accountId && entry.id > (after ?? 0))
      return after === undefined ? all.slice(-limit) : all.slice(0, limit)
    },
    findDenied: async (keys) => keys.find((key) => denials.has(key)) ?? null,
    listPendingDenials: async (limit) =>
      [...denials.values()]
        .filter(({ pending }) => pending)
        .slice(0, limit)
        .map(plain),
    async settleDenials(keys) {
      for (const key of keys) if (denials.has(key)) denials.get(key)!.pending = false
    },
    listDenials: async ({ after, limit }) =>
      [...denials.values()]
        .filter(({ key, until }) => key > after && until > now())
        .sort(byKey)
        .slice(0, limit)
        .map(plain),
    findEra: async () => era,
    async beginEra(decide) {
      const next = decide(era, now())
      const open = [...sessions.values()].filter(({ revokedAt }) => revokedAt === null)
      const ended = open.map((session) => ({ ...session, revokedAt: now(), revokedReason: next.reason }))
      write('', { outcome: null, sessions: ended, denials: next.denials })
      for (const [id, account] of accounts)
        accounts.set(id, { ...account, version: next.version, resetHash: null, resetUntil: null })
      era = next.era
      return { accounts: accounts.size, sessions: open.length }
    },
    async prune(limit) {
      const isOver = ({ revokedAt, expiresAt, accessUntil }: Session) =>
        Math.max(Math.min(revokedAt ?? expiresAt, expiresAt) + ENDED_KEPT, accessUntil) <= now()
      const gone = [
        ...[...denials.values()]
          .filter(({ until }) => until <= now())
          .map(
            ({ key }) =>
              () =>
                denials.delete(key),
          ),
        ...[...sessions.values()].filter(isOver).map(
          ({ id }) =>
            () =>
              sessions.delete(id),
        ),
      ].slice(0, limit)
      for (const forget of gone) forget()
      return gone.length
    },
  }
}

/** The denylist of tests and of `memory:`. Forgets with its process: `rebuildDenylist` at start. */
export function createMemoryDenylist(now: Clock): Denylist {
  const entries = new Map<string, number>()
  return {
    driver: 'memory',
    find: async (keys) => keys.find((key) => entries.has(key)) ?? null,
    async deny(denials) {
      for (const [key, until] of entries) if (until <= now()) entries.delete(key)
      for (const { key, until } of denials) entries.set(key, Math.max(until, entries.get(key) ?? 0))
    },
  }
}
