import { type ProblemCode, type ProblemDetails, problems } from '@/lib/http/problem.ts'

/** Whether the server heard the question cannot be known. */
export const NO_ANSWER = 'No answer came from the server'

export interface Refusal {
  code: ProblemCode
  title: string
  /** Seconds. */
  retryAfter?: number
  errors?: { field: string; message: string }[]
  receipt?: unknown
}

/** Reads a problem (RFC 9457). Anything else, such as a proxy's error page, is an internal error. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const body: ({ code?: string } & ProblemDetails) | null = await response.json().catch(() => null)
  const code = body?.code && Object.hasOwn(problems, body.code) ? (body.code as ProblemCode) : 'internal_error'
  const wait = Number(response.headers.get('retry-after'))
  return {
    code,
    title: problems[code].title,
    ...(wait > 0 && { retryAfter: wait }),
    ...(body?.errors && { errors: body.errors }),
    ...(body?.receipt !== undefined && { receipt: body.receipt }),
  }
}

/** A POST as our API reads it. */
export function jsonPost(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
