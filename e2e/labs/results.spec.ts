import { exposureIn, stateOf } from '../../lib/lab/run/state.ts'
import { claimsOf, LabClient } from '../support/lab.ts'
import { expect, test } from '../support/lab-test.ts'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

test('54 · a saved result shows anybody the same numbers', async ({ recorded, labServer }) => {
  const nobody = new LabClient(labServer.origin)
  for (const { client, id, state, events } of [recorded.race, recorded.everywhere, recorded.theft['thief-first']]) {
    const result = await nobody.result(await client.save(id))
    const saved = stateOf({ ...result.run, id, guest: 'nobody' }, result.events)
    // An entry of the denylist may have gone between the two: its life is a minute longer than the token's.
    const told = [result.events, events].map((all) => all.filter(({ kind }) => kind !== 'key_expired').length)
    expect(told[0]).toBe(told[1])
    for (const { n } of state.sessions) {
      const [shown, own] = [exposureIn(saved, n)!, exposureIn(state, n)!]
      expect([shown.t0, shown.min, shown.max, shown.leaks]).toEqual([own.t0, own.min, own.max, own.leaks])
    }
    expect(result.versions).toHaveProperty('node')
  }
})

test('54 · and nothing of anybody: no token, no id of a token, session, run or user, no name, no address', async ({
  recorded,
  labServer,
}) => {
  const nobody = new LabClient(labServer.origin)
  for (const { client, id, run, tokens } of recorded.all) {
    const { text } = await nobody.send('GET', `/results/${await client.save(id)}`)
    expect(text).not.toMatch(/eyJ|jlt_rt_|@lab\.invalid|guest-|127\.0\.0\.1|::1|localhost/)
    for (const uuid of text.match(UUID) ?? []) expect(uuid).toMatch(/^00000000-0000-4000-8000-0000000000\d\d$/)
    for (const { text: token, kind } of tokens) {
      expect(text).not.toContain(token)
      if (kind === 'access')
        for (const value of [claimsOf(token).jti, claimsOf(token).sub]) expect(text).not.toContain(value)
    }
    expect(text).not.toContain(run.id)
    expect(text).not.toContain(client.cookie('__Host-guest'))
  }
})

test('54 · a result that is not there is 404, whatever its name', async ({ labServer }) => {
  const nobody = new LabClient(labServer.origin)
  for (const id of ['x', 'A'.repeat(22), '%00', '%2e%2e%2f', '__proto__', 'a'.repeat(3000)]) {
    const answer = await nobody.send('GET', `/results/${id}`)
    expect([answer.status, answer.body.code], id.slice(0, 20)).toEqual([404, 'result_not_found'])
  }
})

test('54 · what was saved stays as it was, whatever the run does next', async ({ recorded, labServer }) => {
  const { client, id, tokens } = recorded.rotate
  const nobody = new LabClient(labServer.origin)
  const saved = await client.save(id)
  const before = await nobody.result(saved)
  await nobody.me(id, { authorization: `Bearer ${tokens[0]!.text}` })
  expect(await nobody.result(saved)).toEqual(before)
  expect((await client.run(id)).events.length).toBeGreaterThan(before.events.length)
})
