/** What a reader says about their own service. Lives in seconds. */
export interface Load {
  /** Logged in and making requests. */
  readonly users: number
  readonly logoutsPerHour: number
  readonly accessLife: number
  readonly requestsPerSecond: number
}

export interface Scale {
  /** Entries in the denylist at any time, at most. */
  readonly keys: number
  readonly bytes: number
  readonly lookupsPerSecond: number
  readonly refreshesPerSecond: number
  /** Seconds that a copy lives on after its owner's logout, at most, where nothing is denied. */
  readonly exposure: number
}

/** Seconds that an entry outlives the token: clocks differ between instances. `SKEW_MARGIN` of the engine, held by a test. */
export const ENTRY_MARGIN = 60
/** `sid:`, a UUID, and the time it ends as an 8-byte integer. Without what the store needs around it. */
export const ENTRY_BYTES = 4 + 36 + 8

/**
 * Little's law, with the longest stay: an entry whose token was issued just before the logout. Every user renews once in each
 * life of an access token, and every request of a strategy that denies asks once.
 */
export function scaleOf({ users, logoutsPerHour, accessLife, requestsPerSecond }: Load): Scale {
  const keys = Math.ceil((logoutsPerHour / 3600) * (accessLife + ENTRY_MARGIN))
  return {
    keys,
    bytes: keys * ENTRY_BYTES,
    lookupsPerSecond: requestsPerSecond,
    refreshesPerSecond: accessLife > 0 ? users / accessLife : 0,
    exposure: accessLife,
  }
}
