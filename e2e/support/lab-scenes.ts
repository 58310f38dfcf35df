import type { TheftPath } from '../../lib/http/lab-schemas.ts'
import { readServerTiming } from '../../lib/lab/run/cost.ts'
import { settingsFor } from '../../lib/lab/run/presets.ts'
import type { Answer } from './client.ts'
import { curl } from './curl.ts'
import { bearer, type LabClient, wait } from './lab.ts'
import type { LabStream } from './lab-stream.ts'

// What a reader does in each chapter, at the pace of the preset `test`. Specs read what came of it; nothing is asserted here.

export interface Played {
  id: string
  /** From the beginning to the end of the run. */
  stream: LabStream
}

/** Seconds between two tries, where several runs go on at once. */
export const CALM = { poll: 0.25 }
/** Where every session logs out at the same second: opening four takes a while, and each copy must have worked before. */
export const MANY = { ...CALM, longAccess: 6, access: 4, logoutAt: 2 }
/** Where a denial ends it, and not the token's own end: a life that no delay of the machine outlasts. */
const DENIED = { ...CALM, access: 10 }

async function begin(client: LabClient, ...given: Parameters<LabClient['start']>) {
  const { run } = await client.start(...given)
  return { id: run.id, run, stream: client.events(run.id) }
}

/** One that is logged out of, waited for and saved: the name of its result. */
export async function saved(client: LabClient) {
  const { run } = await client.start(settingsFor('denylist', 'test'))
  await client.me(run.id)
  await client.logout(run.id)
  await client.settled(run.id)
  return { run, result: await client.save(run.id) }
}

/** What three clients get for the same token at the same moment: the agent of the run, a fetch, and curl. */
export interface Tries {
  agent: number | null
  fetch: number
  curl: number | null
}

async function tryAll(client: LabClient, { id, stream }: Played, token: string): Promise<Tries> {
  const terminal = client.terminal()
  const [fetched, curled] = await Promise.all([
    terminal.me(id, bearer(token)),
    curl(`${client.origin}/api/lab/runs/${id}/me`, token),
  ])
  const byAgent = stream.events.filter(({ actor, kind, by }) => actor === 'attacker' && kind === 'replayed' && !by)
  return { agent: byAgent.at(-1)?.status ?? null, fetch: fetched.status, curl: curled }
}

const hasSettled = ({ events }: LabStream) => events.some(({ kind }) => kind === 'settled')
const accessOf = async (client: LabClient, id: string, session = 1) =>
  (await client.tokens(id)).tokens.filter((token) => token.session === session && token.kind === 'access').at(-1)!.text

/** Chapter 1; the stream is also read by somebody whose connection keeps breaking. */
export async function forget(client: LabClient) {
  const guess = { outcome: 'until_expiry', seconds: 4, check: 'expiry' } as const
  const played = await begin(client, settingsFor('forget', 'test', { ...CALM, longAccess: 7 }), guess)
  const { id, stream } = played
  const parts = breaking(client, id, 0.7)
  await client.me(id)
  await wait(0.6)
  const before = client.copy()
  const loggedOut = await client.logout(id)
  const meAfterwards = await client.me(id)
  await wait(0.3)
  const token = await accessOf(client, id)
  const tries = [await tryAll(client, played, token)]
  await stream.until(() => hasSettled(stream))
  tries.push(await tryAll(client, played, token))
  await stream.until(() => stream.ended)
  return { ...played, before, loggedOut, meAfterwards, tries, parts: await parts }
}

/** Reads a run to its end over connections that break every `seconds`, coming back each time with Last-Event-ID. */
async function breaking(client: LabClient, id: string, seconds: number): Promise<LabStream[]> {
  const parts = [client.events(id)]
  for (;;) {
    const part = parts.at(-1)!
    await Promise.race([wait(seconds), part.until(() => part.ended)])
    if (part.ended) return parts
    part.close()
    parts.push(client.events(id, part.lastId))
  }
}

/** Chapter 2; logs out twice. Its entry is there for another minute, and so is the stream. */
export async function denylist(client: LabClient) {
  const guess = { outcome: 'refused', seconds: 0, check: 'denylist' } as const
  const played = await begin(client, settingsFor('denylist', 'test'), guess)
  const { id, stream } = played
  await client.me(id)
  await wait(0.5)
  const before = client.copy()
  const logouts: Answer[] = [await client.logout(id), await before.logout(id)]
  await stream.until(() => hasSettled(stream))
  return { ...played, logouts }
}

/** Chapter 3, and with `combined` its other half: one renewal, then the logout. */
export async function renewed(client: LabClient, strategy: 'rotation' | 'combined') {
  const scenario = strategy === 'rotation' ? 'rotate' : 'free'
  const guess = { outcome: strategy === 'rotation' ? 'until_expiry' : 'refused', seconds: null, check: null } as const
  const played = await begin(
    client,
    settingsFor(scenario, 'test', { ...(strategy === 'combined' ? DENIED : { ...CALM, access: 5 }), strategy }),
    guess,
  )
  const { id, stream } = played
  const uses = [await client.me(id)]
  await wait(0.6)
  const refreshed = await client.refresh(id)
  uses.push(await client.me(id))
  await wait(0.4)
  uses.push(await client.me(id))
  await client.logout(id)
  await stream.until(() => hasSettled(stream))
  return { ...played, uses, refreshed }
}

export async function everywhere(client: LabClient) {
  const played = await begin(client, settingsFor('everywhere', 'test', DENIED))
  const { id, stream } = played
  await client.me(id)
  await wait(0.6)
  const everyone = [1, 2, 3].map((n) => accessOf(client, id, n))
  const held = await Promise.all(everyone)
  const loggedOut = await client.logout(id, 'everywhere')
  const afterwards = await Promise.all(held.map((token) => client.terminal().me(id, bearer(token))))
  await stream.until(() => hasSettled(stream))
  return { ...played, loggedOut, afterwards }
}

/** One device leaves by itself, then all others are told to, then this browser. */
export async function others(client: LabClient) {
  const played = await begin(client, settingsFor('everywhere', 'test', DENIED))
  const { id, stream } = played
  await client.me(id)
  await wait(0.6)
  const statuses = async () => {
    const held = await Promise.all([1, 2, 3].map((n) => accessOf(client, id, n)))
    return Promise.all(held.map(async (token) => (await client.terminal().me(id, bearer(token))).status))
  }
  const phone = await accessOf(client, id, 2)
  const one = { answer: await client.terminal().logout(id, 'this', bearer(phone)), after: await statuses() }
  const rest = { answer: await client.logout(id, 'others'), after: await statuses() }
  const me = await client.me(id)
  await client.logout(id)
  await stream.until(() => hasSettled(stream))
  return { ...played, one, rest, me }
}

export async function password(client: LabClient) {
  const played = await begin(client, settingsFor('everywhere', 'test', DENIED))
  const { id, stream } = played
  const [before] = [await client.me(id), await wait(0.5)]
  const old = client.copy()
  const changed = await client.logout(id, 'password')
  const [after, oldAfterwards] = await Promise.all([client.me(id), old.me(id)])
  await stream.until(() => hasSettled(stream))
  return { ...played, before, changed, after, oldAfterwards }
}

/** Played by the server wholly. */
export async function watched(client: LabClient, settings: Parameters<LabClient['start']>[0]) {
  const played = await begin(client, settings)
  await played.stream.until(() => hasSettled(played.stream))
  return played
}

export const theft = (client: LabClient, path: TheftPath, leeway = 1) =>
  watched(client, settingsFor('theft', 'test', { ...CALM, path, leeway }))

/** A few requests of each strategy before all log out, with what each says it cost. */
export async function compare(client: LabClient) {
  const played = await begin(client, settingsFor('compare', 'test', MANY))
  const { id, run, stream } = played
  const held = await Promise.all(run.sessions.map(({ n }) => accessOf(client, id, n)))
  const samples: { strategy: string; status: number; timing: ReturnType<typeof readServerTiming> }[] = []
  for (let round = 0; round < 4; round++) {
    const answers = await Promise.all(held.map((token) => client.me(id, bearer(token))))
    for (const [index, { status, headers }] of answers.entries())
      samples.push({
        strategy: run.sessions[index]!.strategy,
        status,
        timing: readServerTiming(headers.get('server-timing')),
      })
  }
  await stream.until(() => hasSettled(stream))
  return { ...played, samples }
}
