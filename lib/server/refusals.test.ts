import { expect, test } from 'vitest'
import { type AuthStore, createMemoryStore } from '../auth/index.ts'
import { codeOf, credentials, LIFETIMES, openBrowser, openTestAuth } from '../auth/testing.ts'
import { createRefusals } from './refusals.ts'

/** Mina's laptop, which looks at her list, and her phone, which she ends from there. */
async function openScene(strategy: 'combined' | 'rotation' = 'combined', wrap = (store: AuthStore) => store) {
  const { auth, clock, deps } = await openTestAuth()
  const woken: string[] = []
  const watch = () => createRefusals(wrap(deps.store), { wake: (id) => woken.push(id) }, clock)
  const laptop = await auth.register(credentials())
  const login = await auth.login(credentials(strategy))
  const phone = openBrowser(auth, login)
  const principal = await auth.authenticate(laptop.accessToken)
  const { id, accountId } = login.session
  let refusals = watch()
  /** As the wrapper of every route does. */
  const request = async (attempt: Promise<unknown>) => {
    await attempt.catch((error) => refusals.note(error))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    auth,
    clock,
    phone,
    woken,
    accountId,
    request,
    end: () => auth.revokeSession(principal, id),
    restart: () => (refusals = watch()),
    count: () => refusals.countOf(accountId),
    refusedAt: async () => refusals.listed(await auth.listSessions(principal)).find((one) => one.id === id)?.refusedAt,
  }
}

test('an ended device that shows itself is seen to be refused, once, and whoever looks at the list is woken', async () => {
  const { clock, phone, request, end, refusedAt, count, woken, accountId } = await openScene()
  await end()
  expect(await refusedAt()).toBeNull()
  clock.advance(0.2)
  await request(phone.use())
  const seen = clock()
  clock.advance(5)
  await request(phone.use())
  expect(await refusedAt()).toBe(seen)
  expect([count(), woken]).toEqual([1, [accountId]])
})

test('nothing is claimed of a device that did not come, nor of a token that nobody can tie to a session', async () => {
  const { auth, phone, request, end, refusedAt, count } = await openScene()
  await end()
  await request(auth.authenticate(`${phone.jar.accessToken.slice(0, -4)}AAAA`))
  await request(auth.authenticate(null))
  await request(auth.refresh({ refreshToken: 'jlt_rt_made_up', holder: null }))
  expect(await refusedAt()).toBeNull()
  expect(count()).toBe(0)
})

test('a strategy that denies nothing is refused at its renewal: until then the copy has worked', async () => {
  const { clock, phone, request, end, refusedAt } = await openScene('rotation')
  await end()
  await request(phone.use())
  expect(await refusedAt()).toBeNull()
  clock.advance(LIFETIMES.access)
  await request(phone.use())
  expect(await refusedAt(), 'an expired token says nothing of the ending').toBeNull()
  await request(phone.send())
  expect(await refusedAt()).toBe(clock())
})

test('an open session that is refused for another cause is not noted', async () => {
  const { clock, phone, request, refusedAt, count } = await openScene()
  clock.advance(LIFETIMES.refreshIdle)
  expect(await codeOf(phone.send())).toBe('refresh_expired')
  await request(phone.send())
  expect([await refusedAt(), count()]).toEqual([null, 0])
})

test('after a restart nothing is said of older endings: another refusal may have been the first', async () => {
  const { clock, phone, request, end, restart, refusedAt } = await openScene()
  await end()
  clock.advance(1)
  restart()
  await request(phone.use())
  expect(await refusedAt()).toBeNull()
})

test('a store that does not answer costs the line on the page and nothing else', async () => {
  const broken = { ...createMemoryStore(() => 0), findSession: () => Promise.reject(new Error('down')) }
  const { phone, request, end, count } = await openScene('combined', () => broken)
  await end()
  await request(phone.use())
  expect(count()).toBe(0)
})
