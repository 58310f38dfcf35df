import { settings as settingsSchema } from '../../lib/http/lab-schemas.ts'
import { lifeChoices, presets, settingsFor } from '../../lib/lab/run/presets.ts'
import { claimsOf, LabClient } from '../support/lab.ts'
import { gapsOf } from '../support/lab-facts.ts'
import { expect, test } from '../support/lab-test.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const quiet = settingsFor('free', 'production')

test('a guest has five runs going at most; the sixth is told to wait, and may come when one is stopped', async ({
  labServer,
}) => {
  const client = new LabClient(labServer.origin)
  const runs: string[] = []
  for (let i = 0; i < 5; i++) runs.push((await client.start(quiet)).run.id)
  const sixth = () => client.send('POST', '/runs', { settings: quiet, guess: null })
  const refused = await sixth()
  expect([refused.status, refused.body.code]).toEqual([429, 'too_many_runs'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await client.stop(runs[0]!)).status).toBe(200)
  const again = await sixth()
  expect(again.status).toBe(201)
  for (const id of [...runs, again.body.run.id]) await client.stop(id)
  const phases = (await client.runs()).runs.map(({ phase }) => phase)
  expect(phases).toEqual(Array(6).fill('stopped'))
})

test('a run takes 20 requests a second from outside; its own attacker keeps his beat', async ({ labServer }) => {
  const client = new LabClient(labServer.origin)
  const { run } = await client.start(settingsFor('free', 'fast'))
  const started = performance.now()
  const answers = await Promise.all(Array.from({ length: 60 }, () => client.me(run.id)))
  const seconds = (performance.now() - started) / 1000
  const [passed, refused] = [200, 429].map((status) => answers.filter((answer) => answer.status === status))
  expect(passed!.length + refused!.length).toBe(60)
  expect(passed!.length).toBeGreaterThanOrEqual(20)
  expect(passed!.length, `in ${seconds} s`).toBeLessThanOrEqual(20 * Math.ceil(seconds))
  for (const { body, headers } of refused!)
    expect([body.code, headers.get('retry-after')]).toEqual(['too_many_requests', '1'])
  const stream = client.events(run.id)
  await stream.until(() => stream.events.filter(({ actor }) => actor === 'attacker').length > 8)
  stream.close()
  expect(gapsOf(stream.events, 1).longest).toBeLessThanOrEqual(run.settings.poll * 1000 + 2000)
  await client.stop(run.id)
})

test('a run has six streams open at most, and one that its reader has left makes room', async ({ recorded }) => {
  const { client, id } = recorded.compare
  const opened = Array.from({ length: 8 }, () => client.events(id))
  await expect.poll(() => opened.every(({ status }) => status > 0)).toBe(true)
  const refused = opened.filter(({ status }) => status === 429)
  expect(refused.length, 'the recording may hold one itself').toBeGreaterThanOrEqual(2)
  expect(refused.length).toBeLessThanOrEqual(3)
  for (const stream of opened) stream.close()
  const again = async () => {
    const stream = client.events(id)
    await expect.poll(() => stream.status).toBeGreaterThan(0)
    stream.close()
    return stream.status
  }
  await expect.poll(again).toBe(200)
})

test('75 · lives of more than ten times the usual are accepted before a run, and its tokens have them', async ({
  labServer,
}) => {
  const longest = Math.max(...lifeChoices)
  expect(longest).toBeGreaterThanOrEqual(10 * presets.fast.access)
  const client = new LabClient(labServer.origin)
  for (const [strategy, chosen, life] of [
    ['rotation', { access: longest }, longest],
    ['client-side', { longAccess: longest }, longest],
    ['client-side', presets.production, 3600],
  ] as const) {
    const { run } = await client.start(settingsFor('free', 'slow', { strategy, ...chosen }))
    expect(run.settings).toMatchObject(chosen)
    const [access] = (await client.tokens(run.id)).tokens
    const { exp, iat } = claimsOf(access!.text)
    expect(exp - iat).toBe(life)
    expect(access!.expiresAt).toBeGreaterThan((life - 1) * 1000)
    expect((await client.me(run.id)).status).toBe(200)
    await client.stop(run.id)
  }
})

test('settings out of bounds, of the wrong type, unknown or left out begin no run', async ({
  labServer,
  labDatabase,
}) => {
  const client = new LabClient(labServer.origin)
  const count = () => labDatabase.rows('select count(*) as n from lab_runs')[0]!.n
  const before = count()
  const wrong: Record<string, unknown>[] = [
    { longAccess: 1 },
    { longAccess: 3601 },
    { access: 901 },
    { access: 2.5 },
    { access: '10' },
    { refresh: 604_801 },
    { leeway: -1 },
    { leeway: 61 },
    { poll: 0 },
    { poll: 0.05 },
    { poll: null },
    { logoutAt: -1 },
    { logoutAt: 3601 },
    { scenario: 'constructor' },
    { strategy: '__proto__' },
    { strategy: ['combined'] },
    { storage: 'sessionStorage' },
    { path: '../you-first' },
    { origin: 'http://169.254.169.254' },
    { url: 'https://evil.example' },
  ]
  for (const change of wrong) {
    const answer = await client.send('POST', '/runs', { settings: { ...quiet, ...change }, guess: null })
    expect([answer.status, answer.body.code], JSON.stringify(change)).toEqual([400, 'invalid_request'])
  }
  for (const name of Object.keys(settingsSchema.shape)) {
    const { [name as keyof typeof quiet]: _left, ...rest } = quiet
    expect((await client.send('POST', '/runs', { settings: rest })).status, name).toBe(400)
  }
  for (const guess of [
    {},
    { outcome: 'maybe', seconds: 1, check: null },
    { outcome: 'refused', seconds: -1, check: null },
  ])
    expect((await client.send('POST', '/runs', { settings: quiet, guess })).status).toBe(400)
  expect(count()).toBe(before)
  expect(client.cookies, 'and make no guest').toEqual([])
})

test('no body whatsoever gets anything but a 4xx problem from the lab', async ({ recorded }) => {
  const { client, id } = recorded.forget
  const bodies: [string, string, Record<string, string>, string][] = [
    ['malformed JSON', '{"settings":', JSON_TYPE, 'invalid_request'],
    ['an array', '[]', JSON_TYPE, 'invalid_request'],
    ['null', 'null', JSON_TYPE, 'invalid_request'],
    ['unknown keys', '{"admin":true,"guest":"x"}', JSON_TYPE, 'invalid_request'],
    ['another scope', '{"scope":"all"}', JSON_TYPE, 'invalid_request'],
    ['__proto__', '{"__proto__":{"scope":"everywhere"}}', JSON_TYPE, 'invalid_request'],
    ['deep nesting', '['.repeat(8_000), JSON_TYPE, 'invalid_request'],
    ['not UTF-8', '"\ud800', JSON_TYPE, 'invalid_request'],
    ['a megabyte', JSON.stringify({ guess: 'x'.repeat(1e6) }), JSON_TYPE, 'body_too_large'],
    ['text', '{}', { 'content-type': 'text/plain' }, 'unsupported_media_type'],
    ['a form', 'scope=everywhere', { 'content-type': 'application/x-www-form-urlencoded' }, 'unsupported_media_type'],
  ]
  const statuses = { invalid_request: 400, body_too_large: 413, unsupported_media_type: 415 } as Record<string, number>
  for (const path of [
    '/runs',
    ...['logout', 'refresh', 'replay', 'stop', 'save'].map((verb) => `/runs/${id}/${verb}`),
  ]) {
    for (const [what, body, headers, code] of bodies) {
      const answer = await client.send('POST', path, body, headers)
      expect([answer.status, answer.body.code], `${path} ${what}`).toEqual([statuses[code], code])
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
    }
  }
})

test('a state change of the lab that comes from another site is refused with 403 and changes nothing', async ({
  recorded,
  labDatabase,
}) => {
  const { client, id } = recorded.forget
  const before = labDatabase.events(id).length
  for (const path of [
    '/runs',
    ...['logout', 'refresh', 'replay', 'stop', 'save'].map((verb) => `/runs/${id}/${verb}`),
  ]) {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '' },
      { origin: `${client.origin}.evil.example` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[]) {
      const answer = await client.send('POST', path, {}, headers)
      expect([answer.status, answer.body.code], `${path} ${JSON.stringify(headers)}`).toEqual([403, 'cross_origin'])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  }
  expect(labDatabase.events(id)).toHaveLength(before)
})

test('ids that name nothing are 404, and strange cookies make nobody a guest', async ({ labServer, recorded }) => {
  const client = recorded.forget.client
  for (const id of ['x', '%00', '%2e%2e', '00000000-0000-4000-8000-000000000000', "' or 1=1 --", 'a'.repeat(2000)])
    for (const verb of ['', '/me', '/events', '/tokens']) {
      const answer = await client.send('GET', `/runs/${encodeURI(id)}${verb}`)
      expect(answer.status, id + verb).toBe(404)
    }
  const stranger = new LabClient(labServer.origin)
  for (const cookie of [
    '__Host-guest=x',
    '__Host-guest',
    `__Host-guest=${'A'.repeat(5000)}`,
    '__Host-guest=%00',
    '=;=;',
  ]) {
    const answer = await stranger.send('GET', `/runs/${recorded.forget.id}`, undefined, { cookie })
    expect(answer.status, cookie.slice(0, 20)).toBe(404)
  }
})
