import { settingsFor } from '../../lib/lab/run/presets.ts'
import { LabClient } from '../support/lab.ts'
import { gapsOf, sequence } from '../support/lab-facts.ts'
import { expect, test } from '../support/lab-test.ts'

test('8 · every event is a row of the database, and every row an event, with the same number', async ({
  recorded,
  labDatabase,
}) => {
  for (const { id, client, run } of recorded.all) {
    const [{ events }, rows] = [await client.run(id), labDatabase.events(id)]
    expect(events.length, run.settings.scenario).toBeGreaterThan(5)
    expect(events, run.settings.scenario).toEqual(rows)
    expect(events.map(({ seq }) => seq)).toEqual(sequence(events.length))
  }
})

test('8 · who watches the stream misses nothing: each event once, in order, as the diary has it', async ({
  recorded,
  labDatabase,
}) => {
  for (const { id, stream, run } of recorded.all) {
    const rows = labDatabase.events(id)
    const settled = rows.findIndex(({ kind }) => kind === 'settled') + 1
    await expect.poll(() => stream.events.length).toBeGreaterThanOrEqual(settled)
    expect(stream.events, run.settings.scenario).toEqual(rows.slice(0, stream.events.length))
    if (!stream.ended) await expect.poll(() => stream.events.length).toBe(rows.length)
    expect(stream.ids, 'Last-Event-ID is the number of the event').toEqual(stream.events.map(({ seq }) => seq))
  }
})

test('8 · the attacker keeps his beat, however many runs go on at once', async ({ recorded }) => {
  for (const { run, events } of recorded.all) {
    const { poll, scenario } = run.settings
    for (const { n } of run.sessions) expect(gapsOf(events, n).usual, scenario).toBeLessThanOrEqual(poll * 1000 + 1000)
  }
})

test('73 · a stream that breaks again and again, and comes back with Last-Event-ID, has every event once', async ({
  recorded,
}) => {
  const { parts, events } = recorded.forget
  expect(parts.length, 'it broke').toBeGreaterThan(3)
  const seen = parts.flatMap((part) => part.events)
  expect(seen.map(({ kind }) => kind)).toContain('settled')
  expect(seen).toEqual(events.slice(0, seen.length))
  const greeted = parts.filter(({ hello }) => hello !== null)
  expect(greeted.length).toBeGreaterThan(2)
  for (const part of greeted) expect(part.hello!.run.id).toBe(recorded.forget.id)
})

test('73 · Last-Event-ID that is no number of an event begins at the beginning, and one from the future waits', async ({
  recorded,
  labServer,
}) => {
  const { client, id, events } = recorded.forget
  const guest = client.cookie('__Host-guest')
  for (const [id_, first] of [
    ['x', 1],
    ['-1', 1],
    ['1e1', 1],
    ['7', 8],
    ['07', 8],
  ] as const) {
    const abort = new AbortController()
    const answer = await fetch(`${labServer.origin}/api/lab/runs/${id}/events`, {
      headers: { cookie: `__Host-guest=${guest}`, 'last-event-id': id_ },
      signal: abort.signal,
    })
    let text = ''
    for await (const chunk of answer.body!) {
      text += Buffer.from(chunk).toString()
      if (/\nevent: event\n.*\n\n/.test(text)) break
    }
    abort.abort()
    expect(/\bid: (\d+)\n/.exec(text)?.[1], id_).toBe(String(first))
  }
  const ahead = client.events(id, events.length + 100)
  await ahead.until(() => ahead.ended)
  expect(ahead.events).toEqual([])
})

test('9 · the attacker’s requests stand in the log with their own User-Agent and without any cookie', async ({
  recorded,
  labServer,
  labDatabase,
}) => {
  const lines = () =>
    labServer
      .output()
      .split('\n')
      .filter((line) => line.includes('"lab_request"'))
      .map((line) => JSON.parse(line))
  const agent = (wanted: RegExp, operation: string) =>
    lines().filter((line) => wanted.test(line.agent) && line.operation === operation)
  const events = labDatabase.rows('select body from lab_events').map(({ body }) => JSON.parse(body as string))
  const replayed = events.filter(({ actor, kind, by }) => actor === 'attacker' && kind === 'replayed' && by === null)
  const attacker = /^logged-out-lab\/1 \(attacker\)$/

  expect(recorded.all.length, 'something ran').toBeGreaterThan(10)
  await expect.poll(() => agent(attacker, 'labMe').length).toBe(replayed.length)
  const statuses = (list: { status: number }[]) => list.map(({ status }) => status).toSorted()
  expect(statuses(agent(attacker, 'labMe'))).toEqual(statuses(replayed))
  for (const { cookies } of agent(attacker, 'labMe')) expect(cookies).toBe(0)
  expect(
    agent(/\((you|device); /, 'labMe').every(({ cookies }) => cookies > 0),
    'owners send theirs',
  ).toBe(true)
  for (const line of lines()) expect(Object.keys(line)).not.toContain('address')
})

test('9 · a User-Agent is no proof: who merely calls himself the reader, or an actor, is somebody with a copy', async ({
  labServer,
  labDatabase,
  recorded,
}) => {
  const { id, tokens } = recorded.forget
  const text = tokens.find(({ kind }) => kind === 'access')!.text
  const before = labDatabase.events(id).length
  for (const actor of ['you', 'device; Phone', 'attacker'])
    await new LabClient(labServer.origin, [], { asTerminal: true }).me(id, {
      authorization: `Bearer ${text}`,
      'user-agent': `logged-out-lab/1 (${actor})`,
      'x-lab-actor': 'AAAAAAAAAAAAAAAAAAAAAA',
    })
  const labels = labDatabase
    .events(id)
    .slice(before)
    .map(({ actor, by }) => [actor, by])
  expect(labels).toEqual(Array(3).fill(['attacker', 'Your terminal']))
})

test('12 · the remaining life on the stream is that of the database’s own row, to 1.1 s', async ({
  labServer,
  labDatabase,
}) => {
  const client = new LabClient(labServer.origin)
  const { id } = (await client.start(settingsFor('denylist', 'test'))).run
  await client.logout(id)
  const [entry, ...more] = labDatabase.denials(id)
  expect(more).toEqual([])
  const fresh = client.events(id)
  await fresh.until(() => fresh.views.length > 2)
  fresh.close()
  for (const { view, at } of fresh.views) {
    expect(view.denials.map(({ key, session }) => [key, session])).toEqual([[entry!.key, 1]])
    expect(Math.abs(view.denials[0]!.left - (entry!.until - at))).toBeLessThanOrEqual(1.1)
  }
  expect(fresh.views[0]!.view.driver).toBe('sqlite')
})

test('18 · what a guest has proved is found by the server, kept in the database, and there after a reload', async ({
  recorded,
  labServer,
  labDatabase,
}) => {
  const { mina, omar, ines } = recorded.guests
  const names = async (client: LabClient) => (await client.runs()).proved.map(({ name }) => name).toSorted()
  expect(await names(mina)).toEqual(['copy-works', 'next-request-blocked', 'renewal-refused', 'three-predictions'])
  expect(await names(omar)).toContain('all-ended')
  expect(await names(omar)).not.toContain('three-predictions')
  expect(await names(ines)).toContain('thief-caught')
  const guest = mina.cookies.filter(({ name }) => name === '__Host-guest')
  expect(await names(new LabClient(labServer.origin, guest)), 'all that a reload keeps').toEqual(await names(mina))
  expect(await names(new LabClient(labServer.origin)), 'somebody new').toEqual([])

  const rows = labDatabase.rows('select guest, name from lab_proofs')
  expect(rows.length).toBeGreaterThanOrEqual(6)
  expect(JSON.stringify(rows), 'guests are known by a hash of their cookie').not.toContain(mina.cookie('__Host-guest'))
})
