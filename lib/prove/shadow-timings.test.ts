import { afterAll, expect, test } from 'vitest'
import { isAuthError } from '../auth/index.ts'
import { LIFETIMES, openTestSession, randomFrom } from '../auth/testing.ts'
import { seed, share } from './scale.ts'
import { createAgenda, startVictim } from './shadow/scene.ts'
import { startThief } from './shadow/thief.ts'
import { tally } from './tally.ts'

const THIEVES = share(2_000, 200)
/** Renewals of the victim: at the first both may present the same holder, and two that differ are the end. */
const RENEWALS = 3
/** Access lifetimes of exposure: each of these renewals, and what is left of the access token that was copied. */
const BOUND = 3.2
/** Lifetimes after which a thief counts as not caught. */
const PATIENCE = 20

interface Caught {
  /** Of the victim, since the theft. */
  renewals: number
  /** Access lifetimes in which the thief had something that worked. */
  lifetimes: number
  reason: string | null
}

/** One theft at a random moment of an active victim's session, until somebody is refused. */
async function steal(scenario: number): Promise<Caught | null> {
  const random = randomFrom(seed + scenario)
  const session = await openTestSession()
  const { auth, clock, advance, browser, row } = session
  const agenda = createAgenda({ clock, advance })
  let thief: ReturnType<typeof startThief> | null = null
  let before = 0
  const victim = startVictim(session, { agenda, random, notice: (what) => thief?.notice(what) })
  agenda.in(random() * 2 * LIFETIMES.access, async () => {
    before = victim.renewals()
    thief = startThief({ auth, agenda, clock, random }, browser.jar)
  })
  const patience = clock() + PATIENCE * LIFETIMES.access
  try {
    while (clock() < patience) await agenda.next()
    return null
  } catch (error) {
    if (!isAuthError(error)) throw error
    return {
      renewals: victim.renewals() - before,
      lifetimes: thief!.exposure() / LIFETIMES.access,
      reason: (await row()).revokedReason,
    }
  }
}

const all: (Caught | null)[] = []
const caught = () => all.filter((one) => one !== null)
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const rounded = (lifetimes: number) => Number(lifetimes.toFixed(2))

function distribution(name: string, values: number[], step: number): string {
  const counts = new Map<number, number>()
  for (const value of values) {
    const bin = Math.floor(value / step)
    counts.set(bin, (counts.get(bin) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([bin, count]) => `${name} ${rounded(bin * step)}: ${count}`)
    .join(', ')
}

afterAll(() => {
  const renewals = caught().map((one) => one.renewals)
  const lifetimes = caught().map((one) => one.lifetimes)
  const uncaught = all.length - caught().length
  console.log(`  ${distribution('renewals', renewals, 1)}`)
  console.log(`  ${distribution('lifetimes from', lifetimes, 0.4)}`)
  tally('shadow', {
    thieves: all.length,
    'renewals at worst': Math.max(...renewals),
    'renewals in the median': median(renewals),
    'lifetimes at worst': rounded(Math.max(...lifetimes)),
    'lifetimes in the median': rounded(median(lifetimes)),
    uncaught,
    violations: uncaught,
  })
})

test(`P6: ${THIEVES} thieves with plans and timings of their own are all caught, within four renewals of the victim and the lifetimes that are promised`, async () => {
  for (let scenario = 0; scenario < THIEVES; scenario++) {
    const one = await steal(scenario)
    all.push(one)
    const which = `thief ${scenario} of seed ${seed}`
    expect(one, which).not.toBeNull()
    expect(one!.reason, which).toMatch(/^refresh_(reused|shadowed)$/)
    expect(one!.lifetimes, which).toBeLessThanOrEqual(BOUND)
    // Whoever lets one pass comes back with a grandparent, one renewal later.
    expect(one!.renewals, which).toBeLessThanOrEqual(RENEWALS + 1)
  }
}, 170_000)

test('without a thief the same victim is left alone', async () => {
  const random = randomFrom(seed)
  const session = await openTestSession()
  const agenda = createAgenda(session)
  startVictim(session, { agenda, random, notice: () => {} })
  const end = session.clock() + PATIENCE * LIFETIMES.access
  while (session.clock() < end) await agenda.next()
  expect(await session.row()).toMatchObject({ revokedAt: null, shadowedGeneration: null })
})
