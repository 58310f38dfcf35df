/** One thing to be timed. `prepare` is not: it gets how many times `run` will be called. */
export interface Subject {
  name: string
  run(): unknown
  prepare?(calls: number): Promise<void>
}

/** Of a subject against the first one: the median over all rounds, and the middle half of them. */
export interface Comparison {
  name: string
  /** Time of one call ÷ time of one call of the baseline in the same round. */
  ratio: number
  low: number
  high: number
  microseconds: number
  rounds: number
  calls: number
}

/** Milliseconds that one subject runs before the next has its turn: long against the clock, short against the machine's moods. */
const SLICE = 30
/** The same for what waits for the disk. */
export const DISK_SLICE = 40
const MAX_CALLS = 20_000

/**
 * Interleaved: each round times every subject once, in an order of its own, and divides by the baseline of that round, so
 * that a machine that is busy for a second slows both. The first subject is the baseline.
 */
export async function compare(subjects: Subject[], rounds: number, slice = SLICE): Promise<Comparison[]> {
  const turns: { subject: Subject; calls: number; times: number[] }[] = []
  for (const subject of subjects) turns.push({ subject, calls: await callsPerSlice(subject, slice), times: [] })
  for (let round = 0; round < rounds; round += 1) {
    for (const turn of shuffled(turns)) turn.times.push(await time(turn.subject, turn.calls))
  }
  const [baseline] = turns
  return turns.map(({ subject: { name }, calls, times }) => {
    const ratios = times.map((time, round) => time / baseline!.times[round]!)
    const [low, ratio, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share)) as [number, number, number]
    return { name, ratio, low, high, microseconds: quantile(times, 0.5), rounds, calls: calls * rounds }
  })
}

/** Warms up until a slice holds as many calls as it will in earnest. */
async function callsPerSlice(subject: Subject, slice: number): Promise<number> {
  let calls = 8
  for (let i = 0; i < 6; i += 1) {
    const fitting = (slice * 1000) / (await time(subject, calls))
    calls = Math.max(4, Math.min(MAX_CALLS, calls * 8, Math.round(fitting)))
  }
  return calls
}

/** What ran before leaves caches and sleeping threads behind: nobody may always come after the same one. */
export const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)

/** Microseconds of one call, after a quarter as many that are not counted. */
async function time({ run, prepare }: Subject, calls: number): Promise<number> {
  const warming = Math.ceil(calls / 4)
  await prepare?.(warming + calls)
  for (let i = 0; i < warming; i += 1) await run()
  const started = performance.now()
  for (let i = 0; i < calls; i += 1) await run()
  return ((performance.now() - started) * 1000) / calls
}

/** Sorts a copy. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The same text in new memory, as each request brings it: nothing has hashed or flattened it yet. */
export function arriving(text: string): () => string {
  const bytes = Buffer.from(text, 'latin1')
  return () => bytes.toString('latin1')
}
