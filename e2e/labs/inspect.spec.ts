import { createHmac } from 'node:crypto'
import { jwtVerify } from 'jose'
import { registered } from '../support/client.ts'
import { claimsOf } from '../support/lab.ts'
import { expect, test } from '../support/lab-test.ts'

test.use({ expected: ['401'] })

test('11, 48, 49, 51 · a shown token is the lab’s own, opens nothing else, and no changed copy of it opens anything', async ({
  page,
  context,
  labServer,
  labDatabase,
}) => {
  await page.goto(`${labServer.origin}/inspect`)
  const beginning = page.waitForResponse((one) => one.request().method() === 'POST' && /\/lab\/runs$/.test(one.url()))
  await page.getByTestId('start-run').click()
  const answer = await beginning
  const { run } = await answer.json()
  const text = (await page.getByTestId('token-text').textContent())!

  await test.step('11 · it verifies under the key of the lab alone', async () => {
    const secret = Buffer.from(labServer.env.AUTH_SECRETS!, 'base64url')
    const labKey = createHmac('sha256', secret).update('lab signing').digest()
    const rules = { audience: 'lab', issuer: labServer.origin, typ: 'at+jwt', algorithms: ['HS256'] }
    const { payload } = await jwtVerify(text, labKey, rules)
    expect(payload.sid).toBe(run.sessions[0].id)
    await expect(jwtVerify(text, secret, rules)).rejects.toThrow('signature')
  })

  await test.step('51 · the cookies on the page are those of the answer, attribute by attribute', async () => {
    const set = (await answer.headersArray()).filter(({ name }) => name.toLowerCase() === 'set-cookie')
    const lines = set.map(({ value }) => value).filter((line) => /lab/.test(line.split('=')[0]!))
    expect(lines).toHaveLength(3)
    const shown = await page.getByTestId('set-cookie').allTextContents()
    expect(shown.toSorted()).toEqual(lines.toSorted())
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split('; ')
      const value = (name: string) => attributes.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1)
      const row = page.locator(`[data-testid=cookie-row][data-cookie="${pair.slice(0, pair.indexOf('='))}"]`)
      const cell = (label: string) => row.locator(`[data-label="${label}:"]`)
      await expect(cell('HttpOnly')).toHaveText(attributes.includes('HttpOnly') ? '✓ yes' : 'no')
      await expect(cell('Secure')).toHaveText(attributes.includes('Secure') ? '✓ yes' : 'no')
      await expect(cell('SameSite')).toHaveText(value('SameSite')!)
      await expect(cell('Path')).toHaveText(value('Path')!)
      await expect(cell('Domain')).toHaveText(value('Domain') ?? 'none: this host alone')
      await expect(cell('Max-Age')).toContainText(value('Max-Age') ?? 'none')
    }
    await page.getByTestId('read-cookie').click()
    await expect(page.getByTestId('read-cookie-answer')).not.toContainText('lab')
  })

  const ask = (path: string, token: string) =>
    page.evaluate(
      async ([path, authorization]) => {
        const { status } = await fetch(path!, { headers: { authorization: authorization! }, credentials: 'omit' })
        return status
      },
      [path, `Bearer ${token}`],
    )
  await test.step('48 · a token of the lab on a route of the app, and the reverse: 401, as bearer and as cookie', async () => {
    const me = `/api/lab/runs/${run.id}/me`
    const { client } = await registered(labServer.origin)
    expect([await ask(me, text), await ask('/api/me', client.accessToken)], 'each at home').toEqual([200, 200])
    expect([await ask('/api/me', text), await ask(me, client.accessToken)]).toEqual([401, 401])
    const swapped = await page.context().browser()!.newContext()
    const host = { domain: 'localhost', path: '/', secure: true, httpOnly: true }
    await swapped.addCookies([
      { name: '__Host-access', value: text, ...host },
      { name: `__Host-lab-${run.id.slice(0, 8)}`, value: client.accessToken, ...host },
    ])
    for (const path of ['/api/me', me])
      expect((await swapped.request.get(labServer.origin + path)).status(), path).toBe(401)
    await swapped.close()
  })

  await test.step('49 · whoever changes one byte has no key to sign again with', async () => {
    await page.getByTestId('edit-copy').click()
    for (const [edit, reason] of [
      ['sub', 'bad_signature'],
      ['exp', 'bad_signature'],
      ['none', 'malformed'],
    ] as const) {
      await page.locator(`input[name=edit][value=${edit}]`).check()
      const copy = (await page.getByTestId('copy-text').textContent())!
      expect(copy).not.toBe(text)
      await page.getByTestId('send-copy').click()
      await expect(page.getByTestId('answer')).toHaveAttribute('data-status', '401')
      await expect(page.getByTestId('answer'), edit).toHaveAttribute('data-reason', reason)
      expect(labDatabase.events(run.id).findLast(({ token, status }) => status && !token)).toMatchObject({ reason })
    }
  })

  await test.step('11 · the entry that the logout writes names the session of the token', async () => {
    await page.getByTestId('log-out').click()
    await expect.poll(() => labDatabase.denials(run.id).map(({ key }) => key)).toEqual([`sid:${claimsOf(text).sid}`])
    await expect(page.getByTestId('badge').first()).toHaveAttribute('data-state', 'denied')
  })
  expect(context.pages()).toHaveLength(1)
})

test('50 · what is pasted is decoded in the tab: not one request, and nothing kept', async ({ page, labServer }) => {
  await page.goto(`${labServer.origin}/inspect#paste`)
  await expect(page.getByTestId('paste')).toBeVisible()
  await page.waitForLoadState('networkidle')
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const pasted = `${part({ alg: 'HS256' })}.${part({ sub: 'somebody-of-another-site', exp: 2_000_000_000 })}.c2lnbmF0dXJl`
  await page.getByTestId('paste').fill(pasted)
  await expect(page.getByText('somebody-of-another-site').first()).toBeVisible()
  await expect(page.getByTestId('token-text')).toHaveText(pasted)
  await page.getByTestId('paste').fill('no.token')
  await expect(page.getByTestId('paste-error')).toBeVisible()
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]))
  expect(kept).not.toContain('no.token')
  expect(kept).not.toContain(pasted)
  expect(requests).toEqual([])
})
