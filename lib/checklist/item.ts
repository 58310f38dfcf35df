export const severities = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof severities)[number]

/** One thing that must hold. Where the design decided otherwise than the list that the ids come from, its own property stands under the id. */
export interface Item {
  readonly id: string
  readonly severity: Severity
  readonly holds: string
  /** Medium and low only: why no test proves it. */
  readonly reason?: string
}

export const critical = (id: string, holds: string): Item => ({ id, severity: 'critical', holds })
export const high = (id: string, holds: string): Item => ({ id, severity: 'high', holds })
export const medium = (id: string, holds: string, reason?: string): Item => ({ id, severity: 'medium', holds, reason })
export const low = (id: string, holds: string, reason?: string): Item => ({ id, severity: 'low', holds, reason })

export interface Section {
  readonly title: string
  readonly items: readonly Item[]
}
