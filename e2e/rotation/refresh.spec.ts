import { registered } from '../support/client.ts'
import { expect, test } from '../support/test.ts'

const LEEWAY = 1
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

test('RT-03: fifty requests with one refresh token, over two processes, all get the identical successor', async ({
  server,
}) => {
  const twin = await server.twin()
  try {
    const { client } = await registered(server.origin)
    const origins = [server.origin, twin.origin]
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const copy = client.copy()
        const direct = copy.copy(origins[i % 2])
        const { status, body } = await direct.post('/api/auth/refresh', {}, { origin: server.origin })
        return { status, generation: body.session?.generation, successor: direct.refreshToken, direct }
      }),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ successor }) => successor)).size).toBe(1)
    expect(answers[0]!.successor).not.toBe(client.refreshToken)
    expect(new Set(answers.map(({ generation }) => generation))).toEqual(new Set([1]))
    for (const { direct } of answers) expect((await direct.copy(server.origin).get('/api/me')).status).toBe(200)
    const { body } = await answers[0]!.direct.copy(server.origin).get('/api/auth/sessions')
    expect(body.sessions).toHaveLength(1)
    expect(body.sessions[0]).toMatchObject({ generation: 1, endedAt: null })
  } finally {
    await twin.stop()
  }
})

test('RT-04, RT-05: a parent presented after its child was used is theft: the family ends, its access tokens with it, also after a restart', async ({
  quick,
}) => {
  const { client: owner } = await registered(quick.origin)
  const thief = owner.copy()
  await owner.post('/api/auth/refresh')
  expect((await owner.get('/api/me')).status, 'the child is in use').toBe(200)
  await pause(LEEWAY + 0.2)

  const replay = await thief.post('/api/auth/refresh')
  expect([replay.status, replay.body.code]).toEqual([401, 'refresh_reused'])
  expect(replay.headers.getSetCookie(), 'a refused refresh touches no cookie').toEqual([])
  expect((await owner.get('/api/me')).status, 'the access token of the child').toBe(401)
  expect((await owner.post('/api/auth/refresh')).body.code, 'the owner learns why').toBe('refresh_reused')
  const restarted = await quick.twin()
  try {
    const after = owner.copy(restarted.origin)
    expect((await after.get('/api/me')).status).toBe(401)
  } finally {
    await restarted.stop()
  }
})

test('RT-17: a pair younger than the leeway is fresh: 200, no rotation, no cookie', async ({ server }) => {
  const { client } = await registered(server.origin)
  expect((await client.post('/api/auth/refresh')).body.session.generation).toBe(1)
  const again = await client.post('/api/auth/refresh')
  expect([again.status, again.body.session.generation]).toEqual([200, 1])
  expect(again.headers.getSetCookie()).toEqual([])
})

test('RT-12, RT-18: a token that this server never issued ends nobody', async ({ server }) => {
  const { client } = await registered(server.origin)
  const forged = client.copy()
  const token = client.refreshToken
  for (const [what, value] of [
    ['flipped', token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')],
    ['padded', `${token}=`],
    ['an access token', client.accessToken],
    ['empty words', 'jlt_rt_'],
  ]) {
    forged.cookies.set('__Secure-refresh', value!)
    expect((await forged.post('/api/auth/refresh')).body.code, what).toBe('refresh_unknown')
  }
  forged.cookies.set('__Host-access', token)
  expect((await forged.get('/api/me')).status, 'a refresh token where an access token belongs').toBe(401)
  expect((await client.post('/api/auth/refresh')).status).toBe(200)
})

test('RT-13: rotation happens on no GET and no HEAD', async ({ server }) => {
  const { client } = await registered(server.origin)
  for (const method of ['GET', 'HEAD']) {
    const { status } = await client.send(method, '/api/auth/refresh')
    expect(status).toBe(405)
  }
  await client.get('/account')
  expect((await client.get('/api/me')).body.session.generation).toBe(0)
})
