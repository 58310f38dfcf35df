import { type ProblemCode, problems } from '@/lib/http/problem.ts'

export type Query = Record<string, string | string[] | undefined>

/** A refusal as a form of credentials shows it. */
export interface ShownRefusal {
  code: ProblemCode
  title: string
  /** Seconds. */
  retryAfter?: number
  errors?: { field: string; message: string }[]
}

/** Seconds: more than any limit of ours, and less than what a made-up address could scare with. */
const LONGEST_WAIT = 86_400

/** What a form without JavaScript came back with: `?error=CODE&wait=SECONDS`. Anybody can write that, so only known codes count. */
export function readRefusal({ error, wait }: Query): ShownRefusal | null {
  if (typeof error !== 'string' || !Object.hasOwn(problems, error)) return null
  const seconds = Math.ceil(Number(wait))
  const code = error as ProblemCode
  return {
    code,
    title: problems[code].title,
    ...(seconds > 0 && seconds <= LONGEST_WAIT && { retryAfter: seconds }),
  }
}
