import type { Settings } from '../../http/lab-schemas.ts'
import { comparedStrategies, ROUNDS } from './cost.ts'
import { settingsFor } from './presets.ts'

/** Requests of a comparison, those that do not count included. */
export const REQUESTS = ROUNDS * comparedStrategies.length

/** A server slows down and catches its breath: half as long again as its first answers promise, and a little, and never less than this. */
const RESERVE = 1.6
const SHORTEST = 12
const LONGEST = 180
/** Seconds that the tokens live on after the logout. */
const AFTER_SHORT = 5
const AFTER_LONG = 15

/**
 * Settings under which every request fits between login and logout. `perRequest`: milliseconds that one took in a first try.
 * The lives follow from that, so the exposures of a comparison are those of these settings and no others.
 */
export function planFor(perRequest: number): Settings {
  const expected = Math.ceil((perRequest * REQUESTS * RESERVE) / 1000)
  const logoutAt = Math.min(Math.max(expected, SHORTEST), LONGEST)
  return settingsFor('compare', 'race', {
    logoutAt,
    access: logoutAt + AFTER_SHORT,
    longAccess: logoutAt + AFTER_LONG,
    refresh: (logoutAt + AFTER_LONG) * 4,
  })
}
