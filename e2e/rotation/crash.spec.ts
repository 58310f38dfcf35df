import { spawnSync } from 'node:child_process'
import { registered } from '../support/client.ts'
import { startServer } from '../support/server.ts'
import { expect, test } from '../support/test.ts'

test('RT-15, SF-06: kill -9 after the rotation has committed and before the answer: the old refresh token still works after a restart', async () => {
  const first = await startServer()
  const { client } = await registered(first.origin)
  await first.kill()
  const died = spawnSync(process.execPath, ['--import', 'tsx', 'e2e/support/crash.ts', client.refreshToken], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...first.env },
  })
  expect(died.signal, String(died.stderr)).toBe('SIGKILL')

  const second = await startServer(first.env)
  try {
    const retry = client.copy(second.origin)
    const { status, body } = await retry.post('/api/auth/refresh')
    expect([status, body.session?.generation]).toEqual([200, 1])
    expect((await retry.get('/api/me')).status).toBe(200)
    const again = client.copy(second.origin)
    expect((await again.post('/api/auth/refresh')).status).toBe(200)
    expect(again.refreshToken).toBe(retry.refreshToken)
  } finally {
    await second.stop()
  }
})

test('a server that is told to stop closes its event streams and is gone within five seconds', async () => {
  const server = await startServer()
  const { client } = await registered(server.origin)
  const stream = client.get('/api/events')
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await server.stop()).toBeLessThan(5)
  expect((await stream).text).toContain('server_closing')
})
