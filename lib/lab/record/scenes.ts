import { type Settings, theftPaths } from '../../http/lab-schemas.ts'
import { comparedStrategies, ROUNDS, readServerTiming, type Sample } from '../run/cost.ts'
import { planFor } from '../run/plan.ts'
import { settingsFor } from '../run/presets.ts'
import { quantile } from '../run/stats.ts'
import { type Visitor, wait } from './visitor.ts'

export interface Scene {
  name: string
  /** Asked first: the lives of a comparison depend on how fast this server answers. */
  settings(visitor: Visitor): Promise<Settings> | Settings
  /** What the reader would do. Absent: the server plays all of it. */
  play?(visitor: Visitor, run: string): Promise<Sample[] | undefined>
}

/** Seconds after which this reader logs out; a login that is renewed has its second pair by then. */
const LOGOUT = 6
const RENEWAL = 6
const LOGOUT_RENEWED = 9
const TRIES = 7

const once = async (visitor: Visitor, run: string) => {
  await visitor.me(run)
  await wait(LOGOUT / 2)
  await visitor.me(run)
  await wait(LOGOUT / 2)
  await visitor.logout(run)
  return undefined
}

const renewed = async (visitor: Visitor, run: string) => {
  await visitor.me(run)
  await wait(RENEWAL)
  await visitor.refresh(run)
  await visitor.me(run)
  await wait(LOGOUT_RENEWED - RENEWAL)
  await visitor.logout(run)
  return undefined
}

const everywhere = async (visitor: Visitor, run: string) => {
  await visitor.me(run)
  await wait(LOGOUT)
  await visitor.logout(run, 'everywhere')
  return undefined
}

/** Everything that a page shows without a run of its own. */
export const scenes: readonly Scene[] = [
  { name: 'race', settings: () => settingsFor('race', 'race') },
  { name: 'forget', settings: () => settingsFor('forget', 'fast'), play: once },
  { name: 'denylist', settings: () => settingsFor('denylist', 'fast'), play: once },
  { name: 'rotate', settings: () => settingsFor('rotate', 'fast'), play: renewed },
  { name: 'combined', settings: () => settingsFor('free', 'fast', { strategy: 'combined' }), play: renewed },
  { name: 'everywhere', settings: () => settingsFor('everywhere', 'fast'), play: everywhere },
  ...theftPaths.map((path) => ({ name: `theft, ${path}`, settings: () => settingsFor('theft', 'fast', { path }) })),
  { name: 'compare', settings: planOf, play: compare },
]

async function planOf(visitor: Visitor): Promise<Settings> {
  const times: number[] = []
  for (let made = 0; made < TRIES; made++) {
    const started = performance.now()
    await fetch(`${visitor.origin}/api/lab/runs`).then((answer) => answer.text())
    times.push(performance.now() - started)
  }
  return planFor(quantile(times, 0.5))
}

/** One request of each strategy, then again, as the page does it. */
async function compare(visitor: Visitor, run: string): Promise<Sample[]> {
  const { run: view } = await visitor.run(run)
  const { tokens } = await visitor.tokens(run)
  const samples: Sample[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (const strategy of comparedStrategies) {
      const { n } = view.sessions.find((session) => session.strategy === strategy)!
      const token = tokens.find(({ session, kind }) => session === n && kind === 'access')!
      const answer = await visitor.present(run, token.text)
      const timing = readServerTiming(answer.headers.get('server-timing'))
      if (answer.status !== 200 || !timing) throw new Error(`Request ${samples.length}: ${answer.status}`)
      samples.push({ strategy, round, ...timing })
    }
  }
  return samples
}
