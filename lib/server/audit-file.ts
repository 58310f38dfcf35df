import { AuthError } from '../auth/index.ts'
import type { AuditEntry } from '../http/audit.ts'
import type { AuditRow, AuditTrail } from './ports.ts'
import { printable } from './printable.ts'

/** Rows read at a time: an account with a long history costs as little memory as another. */
const PAGE = 500
/** In the export, whose other parts are as bounded. */
const EXPORTED = 1000

type Reader = Pick<AuditTrail, 'list'>

/** The newest rows of an account's trail, as its owner may see them. Throws `store_unavailable`. */
export async function listAudit(trail: Reader, accountId: string): Promise<AuditEntry[]> {
  return (await trail.list(accountId, { limit: EXPORTED }).catch(unavailable)).map(entryOf)
}

/**
 * The whole trail of an account as a file: one JSON object on each line, in printable ASCII, whatever a field may ever hold. Read page
 * by page as the client takes it; a page that cannot be read breaks the download off. Throws `store_unavailable` before it begins.
 */
export async function auditFile(trail: Reader, accountId: string): Promise<Response> {
  const encoder = new TextEncoder()
  const read = (after: Pick<AuditRow, 'at' | 'id'>) => trail.list(accountId, { after, limit: PAGE }).catch(unavailable)
  let page = await read({ at: 0, id: 0 })
  const lines = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (page.length > 0) controller.enqueue(encoder.encode(page.map(lineOf).join('')))
      const last = page.at(-1)
      if (!last || page.length < PAGE) controller.close()
      else page = await read(last)
    },
  })
  return new Response(lines, {
    headers: {
      'content-type': 'application/x-ndjson',
      'content-disposition': 'attachment; filename="security-events.jsonl"',
      'cache-control': 'no-store',
    },
  })
}

export const lineOf = (row: AuditRow): string => `${printable(JSON.stringify(entryOf(row)))}\n`

function entryOf({ id, at, event, sessionId, address, requestId, generation, code, count }: AuditRow): AuditEntry {
  const time = new Date(at * 1000).toISOString()
  return { id, time, at, event, session: sessionId, address, request: requestId, generation, code, count }
}

function unavailable(cause: unknown): never {
  throw new AuthError('store_unavailable', { cause })
}
