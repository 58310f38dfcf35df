import { freePort } from '../../db/testing/free-port.ts'
import { type BadNetwork, startBadNetwork } from '../support/bad-network.ts'
import { LabDatabase } from '../support/lab-database.ts'
import { expect, expectTable, justRun, labOf, openChapter, rowsOn, test, until } from '../support/lab-page.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { watch } from '../support/test.ts'

let network: BadNetwork
let server: RunningServer

test.beforeAll(async () => {
  const port = await freePort()
  network = await startBadNetwork(port)
  server = await startServer({ PORT: String(port), APP_ORIGIN: `http://localhost:${network.port}` })
})
test.afterAll(async () => {
  await network.close()
  await server.stop()
})
test('73 · the stream breaks in the middle of a run: the page says so within 3 s, comes back after the last event, and misses none', async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: `http://localhost:${network.port}` })
  const problems = watch(context, ['net::ERR'])
  const page = await context.newPage()
  const database = new LabDatabase(server)
  await openChapter(page, 'forget')
  await labOf(page).getByLabel('An access token lives').selectOption('60')
  const id = await justRun(page)
  const count = () => database.events(id).length
  const lost = page.getByTestId('feed-lost')
  await expect.poll(async () => (await rowsOn(page)).length).toBeGreaterThan(10)

  await test.step('a connection that is reset', async () => {
    network.cut()
    await expect(lost).toBeVisible({ timeout: 3_000 })
    await expect(lost).toHaveText('Lost the live feed.Reconnecting; the run continues on the server.')
    const shown = (await rowsOn(page)).length
    await expect.poll(count, { message: 'it does' }).toBeGreaterThan(shown + 10)
    expect((await rowsOn(page)).length).toBe(shown)
    const before = network.asked.length
    network.mend()
    await expect(lost).toBeHidden()
    expect(network.asked.slice(before), 'it asked for what it had not seen').toEqual([shown])
  })

  await test.step('a connection that dies without a word', async () => {
    const before = network.asked.length
    network.stall()
    // Two words and a half of silence, and half a second until somebody looks; the rest is for a busy machine. Looked for at
    // each frame: it stays for no longer than a second.
    await page.waitForFunction(() => document.querySelector('[data-testid=feed-lost]'), null, { timeout: 3_500 })
    await expect(lost).toBeHidden()
    expect(network.asked.slice(before)).toEqual([expect.any(Number)])
  })

  await page.getByTestId('log-out').click()
  await until(page, 'logged_out')
  await page.getByTestId('stop').click()
  await until(page, 'stopped')
  await expectTable(page, () => database.events(id))
  expect(await problems(), 'console errors, foreign requests and leaked secrets').toEqual([])
  await context.close()
})
