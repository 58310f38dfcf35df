import { setImmediate, setTimeout } from 'node:timers/promises'
import { jwtVerify } from 'jose'
import { createPasswordHasher } from '../server/passwords.ts'
import { createVerifiedTokens } from '../server/verified-tokens.ts'
import { drivers } from './drivers.ts'
import { ISSUER, now, openEngine } from './engine.ts'
import { arriving, quantile } from './measure.ts'
import type { Row, Section } from './report.ts'

const LOGINS = 8
const STORM_LIMIT = 2

/** Target 6: what the slowest authenticated requests feel while others log in, with real password hashes. */
export async function benchStorm(folder: string, rounds: number, milliseconds: number): Promise<Section> {
  const opened = await drivers.SQLite!(now, folder, 'storm')
  const passwords = await createPasswordHasher()
  const { auth, deps, login, credentials } = await openEngine(opened, { passwords, verified: createVerifiedTokens() })
  const token = arriving(login.accessToken)
  // Of another account: with too many sessions the oldest ends, and that would be the one that asks.
  const others = { ...credentials, email: `${crypto.randomUUID()}@example.org` }
  await auth.register(others)
  const options = { algorithms: ['HS256'], typ: 'at+jwt', issuer: ISSUER, audience: ISSUER }
  const kinds = {
    'authenticate, seen before': () => auth.authenticate(token()),
    'jose: jwtVerify': () => jwtVerify(token(), deps.keys.current.key, options),
  }
  const results: Row[] = []
  let logins = 0
  for (const [name, request] of Object.entries(kinds)) {
    const ratios: number[] = []
    const stormy: number[] = []
    let requests = 0
    for (let round = 0; round < rounds; round += 1) {
      const quiet = await latencies(request, milliseconds)
      let over = false
      const storm = Array.from({ length: LOGINS }, async () => {
        for (; !over; logins += 1) await auth.login(others)
      })
      const busy = await latencies(request, milliseconds)
      over = true
      await Promise.all(storm)
      ratios.push(quantile(busy, 0.99) / quantile(quiet, 0.99))
      stormy.push(quantile(busy, 0.99))
      requests += quiet.length + busy.length
    }
    const ratio = quantile(ratios, 0.5)
    const ours = name.startsWith('authenticate')
    results.push({
      name: `p99 of ${name}`,
      value: `${ratio.toFixed(2)}× (${quantile(ratios, 0.25).toFixed(2)}–${quantile(ratios, 0.75).toFixed(2)})`,
      limit: ours ? `≤ ${STORM_LIMIT.toFixed(2)}×` : null,
      met: ours ? ratio <= STORM_LIMIT : null,
      detail: `${(quantile(stormy, 0.5) / 1000).toFixed(2)} ms in the storm`,
      samples: `${rounds} rounds, ${requests} requests`,
    })
  }
  opened.close()
  return {
    title: `6 · ${LOGINS} logins in flight (÷ without)`,
    results,
    notes: [
      `${logins} logins. A request begins where the event loop would take it from its socket, so waiting for the loop counts.`,
    ],
  }
}

/** Microseconds of one request after the other, about a millisecond apart. */
async function latencies(request: () => Promise<unknown>, milliseconds: number): Promise<number[]> {
  const spent: number[] = []
  const end = performance.now() + milliseconds
  while (performance.now() < end) {
    const started = performance.now()
    await setImmediate()
    await request()
    spent.push((performance.now() - started) * 1000)
    await setTimeout(1)
  }
  return spent
}
