import type { z } from 'zod'
import type { ProblemCode } from './problem.ts'

/** One address of the API. The route handlers, the OpenAPI document and the walker's test all read this table. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly summary: string
  /**
   * `access`: an access token as cookie or bearer. `none`: public by decision. `lab`: a guest of the sandbox, 404 without it.
   * `client`: a program that shows its secret (RFC 6749, section 2.3.1).
   */
  readonly auth: 'none' | 'access' | 'lab' | 'client'
  /** Takes forms only, from any origin, and reads no cookie; its errors are those of RFC 6749, section 5.2. */
  readonly protocol?: 'oauth'
  /** Absent: no body is read. */
  readonly body?: z.ZodType
  /** Takes an HTML form too and answers 303: to `done` (or the form's `next`), or to `failed` with `?error=`. */
  readonly form?: { readonly done: string; readonly failed: string }
  readonly success: { readonly status: number; readonly schema: z.ZodType | null }
  readonly problems: readonly ProblemCode[]
}
