import type { PresetName, Scenario, Settings } from '../../http/lab-schemas.ts'

type Lives = Pick<Settings, 'longAccess' | 'access' | 'refresh' | 'leeway' | 'poll'>

/** Seconds. Without renewal the longer token on purpose: nobody would accept being logged out every ten seconds. */
export const presets: Record<PresetName, Lives> = {
  race: { longAccess: 15, access: 5, refresh: 60, leeway: 2, poll: 0.25 },
  fast: { longAccess: 20, access: 10, refresh: 120, leeway: 2, poll: 0.25 },
  slow: { longAccess: 300, access: 60, refresh: 600, leeway: 10, poll: 1 },
  production: { longAccess: 3600, access: 900, refresh: 604_800, leeway: 10, poll: 5 },
  test: { longAccess: 5, access: 3, refresh: 30, leeway: 1, poll: 0.1 },
}

/** Choices of an access token's life, in seconds. The longest is more than ten times the default (WCAG 2.2.1). */
export const lifeChoices = [10, 20, 60, 300, 900] as const
export const pollChoices = [0.1, 0.25, 0.5, 1, 2] as const

const strategyOf: Partial<Record<Scenario, Settings['strategy']>> = {
  forget: 'client-side',
  denylist: 'denylist',
  rotate: 'rotation',
  everywhere: 'combined',
  theft: 'rotation',
}

/** `exp` is whole seconds, so a life of 5 may last 4: logging out later than at 3 could show a false 0. */
const LOGOUT_OF_RACE = 3

export function settingsFor(scenario: Scenario, preset: PresetName, chosen: Partial<Settings> = {}): Settings {
  const many = scenario === 'race' || scenario === 'compare'
  return {
    scenario,
    strategy: strategyOf[scenario] ?? 'combined',
    ...presets[preset],
    logoutAt: many ? (preset === 'test' ? 1 : LOGOUT_OF_RACE) : null,
    storage: 'cookie',
    path: 'you-first',
    outage: 'none',
    ...chosen,
  }
}
