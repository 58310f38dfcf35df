import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import type { Page } from '@playwright/test'
import { settingsFor } from '../../lib/lab/run/presets.ts'
import { SNIPPETS, type Snippet, type Snippets } from '../../lib/lab/source/snippets.ts'
import { LabClient } from '../support/lab.ts'
import { become } from '../support/lab-page.ts'
import { expect, test } from '../support/lab-test.ts'
import { startServer } from '../support/server.ts'

const REPO_URL = 'https://code.example/owner/name'
const snippets = () => JSON.parse(readFileSync(SNIPPETS, 'utf8')) as Snippets
function files(): Map<string, Snippet[]> {
  const all = Object.values(snippets().regions)
  return new Map(all.map(({ path }) => [path, all.filter((one) => one.path === path)]))
}
const code = (page: Page) => page.locator('[data-testid=source-code] code').textContent()
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The file as the commit that is named has it; of a file that was changed since: as it lies on the disk. */
const original = ({ commit, path }: Snippet): string =>
  commit ? execFileSync('git', ['show', `${commit}:${path}`], { encoding: 'utf8' }) : readFileSync(path, 'utf8')

test('56 · every file on a page is, byte for byte, the file of the commit that its link names', async ({ page }) => {
  test.slow()
  const server = await startServer({ REPO_URL })
  expect(files().size).toBeGreaterThan(5)
  for (const [path, regions] of files()) {
    await page.goto(`${server.origin}/source/${path}`)
    const text = original(regions[0]!).replace(/\n$/, '')
    expect((await code(page))!.replace(/\n$/, ''), path).toBe(text)
    const { commit } = regions[0]!
    const hrefs = await page
      .getByTestId('repo-link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(hrefs).toEqual(commit ? [`${REPO_URL}/blob/${commit}/${path}`] : [])
    for (const { region, from, to, decidingLine, sha256: hash } of regions) {
      expect(
        sha256(
          text
            .split('\n')
            .slice(from - 1, to)
            .join('\n'),
        ),
        region,
      ).toBe(hash)
      await expect(page.locator(`mark#${region}`)).toHaveAttribute('data-line', String(decidingLine))
    }
  }
  await server.stop()
})

test('56 · without an address of the repository no link leads there', async ({ page, labServer }) => {
  for (const path of ['', ...files().keys()]) {
    await page.goto(`${labServer.origin}/source/${path}`)
    await expect(page.getByTestId('repo-link')).toHaveCount(0)
    const hrefs = await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    for (const href of hrefs) expect(href).toMatch(/^[/#]/)
  }
})

test('57 · whoever selects an event sees the code that decided it, and no other', async ({
  page,
  context,
  labServer,
}) => {
  const client = new LabClient(labServer.origin)
  const { run } = await client.start(settingsFor('denylist', 'test'), { outcome: 'refused', seconds: 0, check: null })
  await client.me(run.id)
  await client.logout(run.id)
  await client.settled(run.id)
  await become(context, client)
  await page.addInitScript((id) => sessionStorage.setItem('lab-run-denylist', id), run.id)
  await page.goto(`${labServer.origin}/learn/denylist`)
  const pane = page.getByTestId('source-pane')
  await expect(pane).toHaveAttribute('data-region', '')
  await page.getByTestId('view-as-table').click()
  const { events } = await client.run(run.id)
  const reached = new Set<string>()
  for (const { seq, region } of events) {
    if (!region || reached.has(region)) continue
    const row = page.locator(`tr[data-seq="${seq}"]`)
    await row.getByRole('button').first().click()
    const expected = snippets().regions[region as keyof Snippets['regions']]
    if ((await pane.getAttribute('data-region')) === '' && (await pane.getByText(region).count()) > 0) continue
    await expect(pane).toHaveAttribute('data-region', region)
    expect(sha256((await pane.locator('[data-testid=source-code] code').textContent())!), region).toBe(expected.sha256)
    await expect(pane.locator('mark')).toHaveAttribute('data-line', String(expected.decidingLine))
    await expect(pane.getByTestId('decided')).toHaveAttribute(
      'data-count',
      String(events.filter((event) => event.region === region).length),
    )
    reached.add(region)
  }
  expect([...reached]).toEqual(expect.arrayContaining(['deny-session', 'denied-token']))
})

test('58 · the address names a file of the list or nothing', async ({ labServer }) => {
  const { port } = new URL(labServer.origin)
  /** As it is written: a browser, and `fetch`, would resolve the dots. */
  const raw = (path: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      request({ host: 'localhost', port, path }, async (answer) => {
        let text = ''
        for await (const chunk of answer) text += chunk
        resolve({ status: answer.statusCode!, text })
      })
        .on('error', reject)
        .end()
    })
  expect((await raw(`/source/${[...files().keys()][0]}`)).status).toBe(200)
  for (const path of [
    '../../.env',
    '..%2f..%2f.env',
    '%2e%2e/%2e%2e/.env',
    '..%5c..%5c.env',
    'lib/auth/../../.env',
    'lib/auth/..%2f..%2fpackage.json',
    'etc/passwd',
    'package.json',
    'lib/server/env.ts',
    'lib/auth',
    '__proto__',
    '%00',
  ]) {
    const { status, text } = await raw(`/source/${path}`)
    // Dot segments are no path at all, whatever stands behind them.
    const isDotted = /(^|\/)(\.|%2e){1,2}(\/|$)/i.test(path)
    expect(status, path).toBe(isDotted ? 400 : 404)
    expect(text).not.toContain('devDependencies')
    expect(text).not.toContain('root:')
  }
})
