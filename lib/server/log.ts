import pino from 'pino'
import { currentOrigin } from './origin.ts'
import { printable } from './printable.ts'

/**
 * JSON lines on standard output, of printable ASCII. Only codes, ids and error names go in: messages of database errors quote
 * parameters. `request`: the id under which the audit trail has it.
 */
export const createLog = (destination: pino.DestinationStream = pino.destination(1)) =>
  pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => ({ request: currentOrigin()?.requestId }),
      hooks: { streamWrite: (line) => `${printable(line.trimEnd())}\n` },
    },
    destination,
  )
export const log = createLog()

/** What may be said of an unknown error. */
export function errorName(error: unknown): { error: string; code?: string } {
  const { name, code, cause } = (error ?? {}) as { name?: string; code?: string; cause?: unknown }
  return { error: String(name ?? typeof error), code: code ?? (cause as { code?: string } | undefined)?.code }
}

/** Seconds in which the same event is written once: an outage is one line, not one for each request. */
const QUIET = 1

/** Writes events that nobody answers for: each at most once in `QUIET`, with how many came since. */
export function createReport(now = () => performance.now() / 1000): (event: string, cause?: unknown) => void {
  const written = new Map<string, { at: number; since: number }>()
  return (event, cause) => {
    const last = written.get(event)
    if (last && now() - last.at < QUIET) {
      last.since++
      return
    }
    written.set(event, { at: now(), since: 0 })
    const told = last && last.since > 0 ? { unwritten: last.since } : {}
    if (event === 'denylist_rebuilt') log.info({ event, ...(cause as object), ...told })
    else log.error({ event, ...(cause === undefined ? {} : errorName(cause)), ...told })
  }
}
