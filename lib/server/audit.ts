import { type AuthErrorCode, isAuthError, type Principal } from '../auth/index.ts'
import { errorName, log } from './log.ts'
import { currentOrigin } from './origin.ts'
import type { AuditEvent, AuditTrail, NewAuditRow } from './ports.ts'

/** Seconds in which the same fact, from the same address, is a row once and then a number. */
const QUIET = 60
/** Facts told apart at a time. What is beyond them is counted by kind alone: a flood from everywhere fills neither memory nor disk. */
const TOLD_APART = 100
/** What a genuine token is told whose session is over. */
const DENIED = new Set<AuthErrorCode>([
  'denied_token',
  'denied_session',
  'denied_version',
  'session_revoked',
  'refresh_reused',
])

/** Reports of the database and of the denylist, but that it is filled again. */
const OUTAGE = /^(store\.|denylist(\.|_(?!rebuilt)))/

export interface Fact {
  event: AuditEvent
  /** An operation's name or a code: never what a client typed. */
  code: string
  accountId?: string | null
  sessionId?: string | null
}

interface Slot {
  began: number
  /** Its first row is written at the next flush, what follows when its minute is over. */
  isFirst: boolean
  row: NewAuditRow | null
}

/**
 * What is refused before the engine decides anything, for the audit trail: noted at once, written by `flush`, which the jobs call
 * every second. No answer waits for it or depends on it. While the database cannot be written, facts are kept and counted.
 */
export function createAudit(trail: Pick<AuditTrail, 'append'>, now: () => number) {
  const slots = new Map<string, Slot>()
  let flushing: Promise<void> | null = null

  function note({ event, code, accountId = null, sessionId = null }: Fact): void {
    const { address = null, requestId = null } = currentOrigin() ?? {}
    const whole = { event, code, accountId, sessionId, address, requestId }
    const key = JSON.stringify([event, code, accountId, sessionId, address])
    const isTold = slots.has(key) || slots.size < TOLD_APART
    add(isTold ? key : `${event} ${code}`, isTold ? whole : { ...whole, ...NOBODY })
  }

  function add(key: string, fact: Omit<NewAuditRow, 'at' | 'generation' | 'count'>): void {
    const at = now()
    const slot = slots.get(key) ?? { began: at, isFirst: true, row: null }
    slots.set(key, slot)
    if (slot.row) slot.row.count++
    else slot.row = { ...fact, at, generation: null, count: 1 }
  }

  async function write(all: boolean): Promise<void> {
    const at = now()
    const due = [...slots].filter(([, slot]) => all || slot.isFirst || at - slot.began >= QUIET)
    const taken = due.flatMap(([, slot]) => (slot.row ? [{ slot, row: slot.row, wasFirst: slot.isFirst }] : []))
    for (const { slot } of taken) Object.assign(slot, { row: null, isFirst: false })
    try {
      if (taken.length > 0) await trail.append(taken.map(({ row }) => row))
      for (const [key, slot] of due) if (!slot.row && at - slot.began >= QUIET) slots.delete(key)
    } catch (error) {
      // Written at the next flush, with what comes until then. If it was written and only the answer was lost, it stands there twice.
      for (const { slot, row, wasFirst } of taken)
        Object.assign(slot, { row: { ...row, count: row.count + (slot.row?.count ?? 0) }, isFirst: wasFirst })
      log.error({ event: 'audit_write_failed', unwritten: unwritten(), ...errorName(error) })
    }
  }

  const unwritten = (): number => [...slots.values()].reduce((sum, { row }) => sum + (row?.count ?? 0), 0)

  return {
    note,
    /** A state change from somewhere else was refused, in `operation`. Whose browser it was is not looked at. */
    noteCrossOrigin(operation: string): void {
      log.warn({ event: 'cross_origin_refused', operation })
      note({ event: 'cross_origin_refused', code: operation })
    },
    /** What a store reported; nobody in particular met it. */
    noteOutage(code: string): void {
      if (OUTAGE.test(code)) add(`outage ${code}`, { event: 'outage', code, ...NOBODY })
    },
    /** What a request was refused with, where that is a security event that no decision has told already. */
    noteError(error: unknown, code: string, principal: Principal | null = null): void {
      if (!isAuthError(error)) return
      const { accountId, sessionId } = principal ?? error
      if (DENIED.has(error.code) && sessionId !== null)
        note({ event: 'denied', code: error.code, accountId, sessionId })
      if (error.code === 'reset_refused') note({ event: 'reset_refused', code, accountId })
      if (error.code !== 'invalid_credentials') return
      if (principal) note({ event: 'reauthentication_failed', code, accountId, sessionId })
      else if (accountId === null) note({ event: 'login_failed', code })
    },
    /** Writes what is due; `all`: everything, before the process ends. Never throws. */
    async flush({ all = false } = {}): Promise<void> {
      await flushing
      flushing = write(all)
      await flushing
    },
    /** Facts that are noted and not yet in the trail. */
    unwritten,
  }
}

const NOBODY = { accountId: null, sessionId: null, address: null, requestId: null }

export type Audit = ReturnType<typeof createAudit>
