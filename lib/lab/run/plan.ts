import type { Settings } from '../../http/lab-schemas.ts'
import { comparedStrategies, ROUNDS } from './cost.ts'
import { settingsFor } from './presets.ts'

/** Requests of a comparison, those that do not count included. */
export const REQUESTS = ROUNDS * comparedStrategies.length

/** Twice what the first answers promise: the attackers take their share of the server too. And never less than this. */
const RESERVE = 2
const SHORTEST = 12
const LONGEST = 180
/** Seconds that the tokens live on after the logout. */
const AFTER_SHORT = 5
const AFTER_LONG = 15

/** Seconds between two tries of an attacker, by milliseconds of a request: four of them must not be all that a slow server does. */
const paces = [
  { upTo: 10, poll: 0.25 },
  { upTo: 40, poll: 0.5 },
  { upTo: Number.POSITIVE_INFINITY, poll: 1 },
]

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
    poll: paces.find(({ upTo }) => perRequest <= upTo)?.poll ?? 1,
  })
}
