import pino from 'pino'

/** JSON lines on standard output. Only codes, ids and error names go in: messages of database errors quote parameters. */
export const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime })

/** What may be said of an unknown error. */
export function errorName(error: unknown): { error: string; code?: string } {
  const { name, code, cause } = (error ?? {}) as { name?: string; code?: string; cause?: unknown }
  return { error: String(name ?? typeof error), code: code ?? (cause as { code?: string } | undefined)?.code }
}
