import { join } from 'node:path'
import fc from 'fast-check'
import pLimit from 'p-limit'
import { addressesOutside, type OpenApi, operationsOf, type Target } from '../../lib/prove/fuzz/document.ts'
import { CANARY } from '../../lib/prove/fuzz/hostile.ts'
import { type Court, judge } from '../../lib/prove/fuzz/judge.ts'
import { type Request, requests } from '../../lib/prove/fuzz/request.ts'
import { type Answer, bytesOf, exchange } from '../../lib/prove/fuzz/wire.ts'
import { isWhole, seed, share } from '../../lib/prove/scale.ts'
import { tally } from '../../lib/prove/tally.ts'
import { type Client, PASSWORD, registered } from '../support/client.ts'
import { findSecrets, remember } from '../support/secrets.ts'
import { newSecret, type RunningServer, startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'
import { Visitor } from '../support/visitor.ts'

/** Requests for one seed, and how many seeds more, each with a tenth of the whole, go to the same server. */
const WHOLE = 3_000
const REQUESTS = share(WHOLE, 700)
const OTHERS = Number(process.env.PROVE_SEEDS ?? (isWhole ? 20 : 0))
/** At once: enough to keep two cores busy. */
const LANES = 4
/** Milliseconds that shrinking one failure may take. */
const SHRINKING = 15_000
const METRICS_TOKEN = newSecret()
/** Of a program that may introspect. */
const PROGRAM = { id: 'fuzz', secret: newSecret() }

test('BI-01, BI-06: whatever is sent to whatever address, the answer is one that the OpenAPI document names, and never a 5xx', async () => {
  // Milliseconds; a machine that is busy with other tests takes many times what a quiet one does.
  test.setTimeout(1_800_000)
  for (const secret of [CANARY, METRICS_TOKEN, PROGRAM.secret]) remember(secret)
  const server = await startServer({
    METRICS_TOKEN,
    INTROSPECTION_CLIENTS: `${PROGRAM.id}:${PROGRAM.secret}`,
    LOGIN_LIMIT_ACCOUNT: '10000000/600',
    LOGIN_LIMIT_ADDRESS: '10000000/600',
  })
  try {
    const search = await openSearch(server)
    const before = await gauges(server)
    const violations = await search.run(seed, REQUESTS)
    for (let other = 1; other <= OTHERS; other++) violations.push(...(await search.run(seed + other, WHOLE / 10)))
    violations.push(...(await afterwards(server, before)))
    tally('fuzz', { ...search.counts(), seeds: OTHERS + 1, violations: violations.length })
    expect(violations.join('\n\n')).toBe('')
  } finally {
    await server.stop()
  }
})

async function openSearch(server: RunningServer) {
  const { origin } = server
  const document = (await (await fetch(`${origin}/openapi.json`)).json()) as OpenApi
  const operations = operationsOf(document)
  const targets = [...operations, ...addressesOutside(join(import.meta.dirname, '../../app'))]
  const ended = await endedSession(origin)
  const visitors = new Map(targets.map((target) => [target, new Visitor(origin, target, ended, PROGRAM)]))
  const court: Court = {
    problem: document.components.schemas.Problem,
    oauthError: document.components.schemas.OAuthError,
    secrets: [CANARY, METRICS_TOKEN, PROGRAM.secret, PASSWORD, server.env.AUTH_SECRETS!, server.env.REFRESH_PEPPERS!],
    emails: () => [...visitors.values()].map(({ email }) => email).filter(Boolean),
  }
  const lane = pLimit(LANES)
  const reached = new Set<Target>()
  let sent = 0

  async function send(target: Target, request: Request): Promise<{ answer: Answer; complaint: string | null }> {
    const visitor = visitors.get(target)!
    const filling = await visitor.fillingFor(request.session)
    const answer = await exchange(origin, request.method, bytesOf(request, filling))
    sent++
    if (target.answers && request.rigour === 'contract' && answer.status! < 300) reached.add(target)
    const complaint = judge(court, { target, request, filling, answer })
    await visitor.note(request, answer)
    return { answer, complaint }
  }

  async function searchOne(target: Target, from: number, runs: number): Promise<string[]> {
    let failedAt = Number.POSITIVE_INFINITY
    const property = fc.asyncProperty(requests(target), (request) =>
      lane(async () => {
        if (performance.now() - failedAt > SHRINKING) return
        const { answer, complaint } = await send(target, request)
        if (complaint === null) return
        failedAt = Math.min(failedAt, performance.now())
        throw new Error(`${complaint}\n${tell(request)}\n${told(answer)}`)
      }),
    )
    const { failed, errorInstance } = await fc.check(property, {
      seed: fc.hash(`${from} ${target.name}`),
      numRuns: runs,
    })
    if (!failed) return []
    const violation = `PROVE_SEED=${from} ${target.name}: ${(errorInstance as Error).message}`
    console.log(violation)
    return [violation]
  }

  return {
    /** Bodies have most ways to be wrong; a page takes as long as ten answers of the API. */
    async run(from: number, requests: number): Promise<string[]> {
      const weights = targets.map(({ body, answers }) => (body ? 9 : answers ? 3 : 1))
      const unit = requests / weights.reduce((sum, weight) => sum + weight, 0)
      const found = targets.map((target, at) => searchOne(target, from, Math.ceil(weights[at]! * unit)))
      return (await Promise.all(found)).flat()
    },
    counts: () => ({
      requests: sent,
      operations: operations.length,
      'operations that succeeded': reached.size,
      'addresses outside the document': targets.length - operations.length,
    }),
  }
}

async function endedSession(origin: string): Promise<Client> {
  const { client } = await registered(origin)
  const ended = client.copy()
  await client.post('/api/auth/logout')
  return ended
}

/** The smallest case, without the cookies that it was sent with. */
function tell({ payload, ...request }: Request): string {
  const content = payload && { ...payload, content: String(payload.content).slice(0, 500) }
  return JSON.stringify({ ...request, payload: content }).slice(0, 2_500)
}

const told = ({ status, headers, body, seconds }: Answer) =>
  `→ ${status} ${headers.get('content-type') ?? ''} in ${seconds.toFixed(2)} s: ${body.toString('utf8').slice(0, 300)}`

/** The server lives, works, holds nothing open and has logged nothing that it does not log on a quiet day. */
async function afterwards(server: RunningServer, before: Gauges): Promise<string[]> {
  const found: string[] = []
  const { client } = await registered(server.origin)
  const steps = [
    await client.get('/readyz'),
    await client.get('/api/me'),
    await client.post('/api/auth/logout'),
    await client.get('/api/me'),
  ].map(({ status }) => status)
  if (steps.join() !== '200,200,200,401') found.push(`Afterwards a login went ${steps.join()}`)
  const { x } = {} as { x?: unknown }
  if (x !== undefined) found.push('A prototype was polluted')
  const after = await settled(server, before)
  if (after.files > before.files + 20) found.push(`${after.files} open files, ${before.files} before`)
  if (after.megabytes > 1_000) found.push(`${after.megabytes} MB resident, ${before.megabytes} MB before`)
  const strange = server.output().split('\n').filter(isStrange)
  if (strange.length > 0) found.push(`In the log: ${strange.length} lines, such as\n${strange.slice(0, 20).join('\n')}`)
  if (findSecrets(server.output()).length > 0) found.push('A secret in the log')
  return found
}

/** What a start says. */
const BANNER = /^Logged out\? is at |^✓ Running next.config|^$/
/** Next.js warns of a form whose fields name no server action of ours. */
const WARNING = /^Error: (Invalid Server Actions request|Failed to find Server Action)|^ {4}at ignore-listed frames/

/** Neither a line of the product's log below `error` nor what a start says. */
function isStrange(line: string): boolean {
  if (BANNER.test(line) || WARNING.test(line)) return false
  try {
    return !(JSON.parse(line).level < 50)
  } catch {
    return true
  }
}

interface Gauges {
  files: number
  megabytes: number
}

async function gauges({ origin }: RunningServer): Promise<Gauges> {
  const answer = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
  const text = await answer.text()
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)![1])
  return { files: read('process_open_fds'), megabytes: Math.round(read('process_resident_memory_bytes') / 2 ** 20) }
}

/** Streams notice within a second or two that nobody listens. */
async function settled(server: RunningServer, before: Gauges): Promise<Gauges> {
  for (let tries = 0; ; tries++) {
    const now = await gauges(server)
    if (now.files <= before.files + 20 || tries === 20) return now
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
