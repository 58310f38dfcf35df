/** Strings on the wire and in the token; `combined` is both booleans true. */
export const strategyNames = ['client-side', 'denylist', 'rotation', 'combined'] as const
export type Strategy = (typeof strategyNames)[number]

/** The four facts that are a logout strategy. The engine reads them; nothing else branches on the name. */
export interface StrategyRow {
  /** Seconds an access token lives. */
  readonly accessLifetime: number
  /** Seconds a refresh token may lie unused, and seconds until the session ends whatever happens; null: no refresh token. */
  readonly refreshLifetime: { readonly idle: number; readonly max: number } | null
  /** Does a logout reach the denylist, and does every check ask it? */
  readonly denies: boolean
  /** Does the session renew itself by rotating a refresh token? */
  readonly rotates: boolean
}

export type Strategies = Readonly<Record<Strategy, StrategyRow>>

/** Everything in seconds. */
export interface Lifetimes {
  readonly access: number
  /** For the strategies that cannot renew: nobody accepts a login every five minutes. */
  readonly longAccess: number
  readonly refreshIdle: number
  readonly refreshMax: number
}

export function strategiesFor({ access, longAccess, refreshIdle, refreshMax }: Lifetimes): Strategies {
  const renewed = { accessLifetime: access, refreshLifetime: { idle: refreshIdle, max: refreshMax }, rotates: true }
  const single = { accessLifetime: longAccess, refreshLifetime: null, rotates: false }
  return {
    'client-side': { ...single, denies: false },
    denylist: { ...single, denies: true },
    rotation: { ...renewed, denies: false },
    combined: { ...renewed, denies: true },
  }
}
