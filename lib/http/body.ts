import type { z } from 'zod'
import type { ProblemCode } from './problem.ts'

/** Bytes. A password of 128 characters and everything around it is under two thousand. */
const MAX_BYTES = 16 * 1024

export type Body<Value> = { ok: true; value: Value } | { ok: false; code: ProblemCode; errors?: FieldError[] }
type FieldError = { field: string; message: string }

/**
 * Reads at most 16 kB, as the type it declares, and parses it by the schema: unknown keys are refused. An empty body counts
 * as `{}`, which schemas with required fields refuse. Repeated form fields are refused, not picked from.
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  { form, json = true }: { form: boolean; json?: boolean },
): Promise<Body<z.output<Schema>>> {
  const type = mediaType(request)
  const refuse = (code: ProblemCode, errors?: FieldError[]) => ({ ok: false as const, code, errors })

  // A client that hangs up in the middle is answered by nobody, but it is no fault of the server's.
  const bytes = await readCapped(request).catch(() => undefined)
  if (bytes === undefined) return refuse('invalid_request')
  if (bytes === null) return refuse('body_too_large')
  const accepted =
    (type === 'application/json' && json) || (isForm(request) && form) || (type === '' && bytes.length === 0)
  if (!accepted) return refuse('unsupported_media_type')
  const raw = isForm(request) ? parseForm(bytes) : parseJson(bytes)
  if (raw === undefined) return refuse('invalid_request')
  const parsed = schema.safeParse(raw)
  if (parsed.success) return { ok: true, value: parsed.data }
  // Nothing that was sent is quoted: even the name of an unknown field may be a password in the wrong place.
  const errors = parsed.error.issues.map(({ code, path, message }) => ({
    field: path.join('.'),
    message: code === 'unrecognized_keys' ? 'There is a field that this address does not know.' : message,
  }))
  return refuse('invalid_request', errors.slice(0, 10))
}

export const isForm = (request: Request): boolean => mediaType(request) === 'application/x-www-form-urlencoded'

function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
}

async function readCapped(request: Request): Promise<Buffer | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BYTES) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {}
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function parseForm(bytes: Buffer): Record<string, string> | undefined {
  const entries = [...new URLSearchParams(bytes.toString('utf8'))]
  const names = new Set(entries.map(([name]) => name))
  return names.size === entries.length ? Object.fromEntries(entries) : undefined
}
