import type { Settings } from '../../http/lab-schemas.ts'

/** Does this strategy renew, and so use the shorter token? */
export const renews = ({ strategy }: Pick<Settings, 'strategy'>): boolean =>
  strategy === 'rotation' || strategy === 'combined'

/** Does every request under this strategy ask the denylist? */
export const denies = ({ strategy }: Pick<Settings, 'strategy'>): boolean =>
  strategy === 'denylist' || strategy === 'combined'

/** Recordings and results from before there was a plug say nothing of it. */
export const isUnplugged = ({ outage }: Partial<Pick<Settings, 'outage'>>): boolean =>
  outage !== undefined && outage !== 'none'

/** Seconds that an access token lives under the chosen strategy. */
export const lifeOf = (settings: Settings): number => (renews(settings) ? settings.access : settings.longAccess)

/** A refresh token lives this many access lives. */
const LIVES = 12
/** Of an access token's life: the time in which a retry of a renewal is honest. */
const LEEWAY_SHARE = 0.2
/** Seconds: the leeway of this site's own logins. */
const LEEWAY = 10

/** The same settings with another life of the access token; what depends on it follows. */
export function withLife(settings: Settings, life: number): Settings {
  if (!renews(settings)) return { ...settings, longAccess: life }
  return { ...settings, access: life, refresh: life * LIVES, leeway: Math.min(LEEWAY, life * LEEWAY_SHARE) }
}
