import { settingsFor } from '../../lib/lab/run/presets.ts'
import { bearer, LabClient } from '../support/lab.ts'
import { expect, test } from '../support/lab-test.ts'

async function started(origin: string) {
  const client = new LabClient(origin)
  const { run } = await client.start(settingsFor('free', 'production'))
  const { tokens } = await client.tokens(run.id)
  const text = (kind: string) => tokens.find((token) => token.kind === kind)!.text
  return { client, id: run.id, access: text('access'), refresh: text('refresh') }
}

test('48 · a token of one run is refused by every other, and leaves it as it is', async ({
  labServer,
  labDatabase,
}) => {
  const [mine, other] = [await started(labServer.origin), await started(labServer.origin)]
  const thief = other.client.terminal()
  expect((await thief.me(other.id, bearer(mine.access))).status).toBe(401)
  expect(labDatabase.events(other.id).findLast(({ by }) => by === 'Your terminal')!.reason).toBe('wrong_audience')

  const cookie = `__Host-lab-${other.id.slice(0, 8)}=${mine.access}; __Secure-lab-refresh=${mine.refresh}`
  const refreshed = await thief.send('POST', `/runs/${other.id}/refresh`, {}, { cookie })
  expect([refreshed.status, refreshed.body.code]).toEqual([401, 'refresh_unknown'])
  for (const scope of ['this', 'others', 'everywhere', 'password'] as const)
    await thief.logout(other.id, scope, { cookie })
  expect((await mine.client.me(mine.id)).status, 'its session goes on').toBe(200)
  expect((await mine.client.refresh(mine.id)).body.outcome).toBe('rotated')
  expect((await other.client.me(other.id)).status).toBe(200)
  for (const { client, id } of [mine, other]) await client.stop(id)
})

test('22 · the attacker of a run that is over can be asked to try once more', async ({ recorded, labDatabase }) => {
  for (const { client, id } of [recorded.denylist, recorded.forget]) {
    const { status, body } = await client.replay(id)
    expect([status, body]).toEqual([200, { status: 401 }])
    expect(labDatabase.events(id).at(-1)).toMatchObject({ actor: 'attacker', kind: 'replayed', reason: 'expired' })
  }
})

test('five runs of one guest are five, also when all are begun at once', async ({ labServer }) => {
  const client = new LabClient(labServer.origin)
  const settings = settingsFor('free', 'production')
  const { run } = await client.start(settings)
  const begin = () => client.send('POST', '/runs', { settings, guess: null })
  const answers = await Promise.all(Array.from({ length: 15 }, begin))
  const begun = answers.filter(({ status }) => status === 201).map(({ body }) => body.run.id as string)
  for (const id of [run.id, ...begun]) await client.stop(id)
  expect(begun).toHaveLength(4)
})
