import { createVerifiedTokens } from '../server/verified-tokens.ts'
import { type Drivers, drivers } from './drivers.ts'
import { now, openEngine } from './engine.ts'
import { arriving, compare, type Subject } from './measure.ts'
import { type Row, type Section, times } from './report.ts'

const FEW = 100
const BATCH = 10_000
/** Principals that ask in turn, so that no page of the index is asked for twice in a row. */
const ASKING = 1_000
const FLAT_LIMIT = 1.3
const BYTES_LIMIT = 100

/** Target 2: does a check cost the same when a million others were logged out? And what does an entry take? */
export async function benchDenylist(folder: string, rounds: number, many: number): Promise<Section> {
  const results: Row[] = []
  for (const [name, open] of Object.entries(drivers)) {
    const [small, large] = [await open(now, folder, 'few'), await open(now, folder, 'many')]
    await fill(small, FEW)
    const before = large.bytes()
    await fill(large, many)
    const bytes = (large.bytes() - before) / many
    const finds = await compare([finding(small, `${FEW} entries`), finding(large, name)], rounds)
    const checks = await compare([await checking(small, `${FEW}`), await checking(large, name)], rounds)
    const title = `${many.toLocaleString('en')} entries ÷ ${FEW} (${name})`
    results.push(
      times({ ...checks[1]!, name: `authenticate, seen before: ${title}` }, large.remote ? null : FLAT_LIMIT),
      times({ ...finds[1]!, name: `the lookup alone: ${title}` }, null),
      size(name, bytes, many, large.remote ? null : BYTES_LIMIT),
    )
    await small.close()
    await large.close()
  }
  return { title: '2 · Flat in the number of denied entries', results }
}

async function fill({ denylist }: Drivers, entries: number): Promise<void> {
  const until = Math.ceil(now() + 3600)
  for (let done = 0; done < entries; done += BATCH) {
    const length = Math.min(BATCH, entries - done)
    await denylist.deny(Array.from({ length }, () => ({ key: denialKey(), until })))
  }
}

/** In memory of its own, as a row brings it: a fresh randomUUID keeps 500 bytes alive that are no entry's. */
const denialKey = () => arriving(`sid:${crypto.randomUUID()}`)()

function finding({ denylist }: Drivers, name: string): Subject {
  const asked = Array.from({ length: ASKING }, () =>
    [`jti:${crypto.randomUUID()}`, `sid:${crypto.randomUUID()}`, `ver:${crypto.randomUUID()}:1`].map(arriving),
  )
  let next = 0
  return { name, run: () => denylist.find(asked[next++ % ASKING]!.map((key) => key())) }
}

async function checking(drivers: Drivers, name: string): Promise<Subject> {
  const { auth, credentials } = await openEngine(drivers, { verified: createVerifiedTokens() })
  const tokens: (() => string)[] = []
  for (let i = 0; i < ASKING; i += 1) {
    const email = `${crypto.randomUUID()}@example.org`
    const { accessToken } = await auth.register({ ...credentials, email })
    tokens.push(arriving(accessToken))
    await auth.authenticate(accessToken)
  }
  let next = 0
  return { name, run: () => auth.authenticate(tokens[next++ % ASKING]!()) }
}

const size = (name: string, bytes: number, entries: number, limit: number | null): Row => ({
  name: `bytes of an entry (${name})`,
  value: bytes.toFixed(0),
  limit: limit === null ? null : `≤ ${limit}`,
  met: limit === null ? null : bytes <= limit,
  detail: '',
  samples: `${entries} entries`,
})
