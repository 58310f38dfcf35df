import { endOf, isLeak, replaysOf } from '../support/lab-facts.ts'
import { expect, test } from '../support/lab-test.ts'

test('29 · one device logs out: its next request is refused, and the others still get 200', async ({ recorded }) => {
  const { one, events } = recorded.others
  expect(one.answer).toMatchObject({ status: 200, body: { sessions: [2] } })
  expect(one.after).toEqual([200, 401, 200])
  const phone = events.filter(({ actor, session, t }) => actor === 'device' && session === 2 && t > endOf(events, 2))
  expect(phone[0], 'the phone itself, not only the thief').toMatchObject({ status: 401 })
  expect(phone.map(({ status }) => status).filter((status) => status !== 401)).toEqual([])
})

test('30 · "log out the others" ends as many as are left, and this browser stays in', async ({ recorded }) => {
  const { rest, me, events, run } = recorded.others
  expect(rest.answer, 'the phone had left already').toMatchObject({ status: 200, body: { sessions: [3] } })
  expect(rest.after).toEqual([200, 401, 401])
  expect(me).toMatchObject({ status: 200, body: { session: { id: run.sessions[0]!.id } } })
  expect(rest.answer.headers.getSetCookie(), 'nothing to change here').toEqual([])
  expect(events.find(({ kind, session }) => kind === 'revoked' && session === 3)).toMatchObject({
    ending: 'logged_out_others',
  })
})

test('31 · "everywhere, including here" ends all three in one commit, and no copy is let in again', async ({
  recorded,
}) => {
  const { loggedOut, afterwards, events, id, run, client, denials } = recorded.everywhere
  expect(loggedOut.body.sessions.toSorted()).toEqual([1, 2, 3])
  expect(afterwards.map(({ status }) => status)).toEqual([401, 401, 401])
  expect(new Set([1, 2, 3].map((n) => endOf(events, n))).size, 'one t0').toBe(1)
  for (const { n } of run.sessions) {
    const after = replaysOf(events, n).filter(({ t }) => t > endOf(events, n))
    expect(after.length).toBeGreaterThan(0)
    expect(after.filter(isLeak)).toEqual([])
    expect(after[0]!.reason).toMatch(/^denied_/)
  }
  expect(client.cookie(`__Host-lab-${id.slice(0, 8)}`), 'this browser has no cookie of the run left').toBeUndefined()
  const retired = denials.filter(({ key }) => key.startsWith('ver:'))
  expect(retired, 'the version of the account is retired').toHaveLength(1)
  const written = events.filter(({ kind, session }) => kind === 'denylisted' && session === null)
  expect(written.map(({ key, region }) => [key, region])).toEqual([[retired[0]!.key, 'deny-version']])
})

test('35 · a new password ends every other session, and this browser goes on under a new one', async ({ recorded }) => {
  const { before, changed, after, oldAfterwards, events, run } = recorded.password
  expect(changed.status).toBe(200)
  expect(oldAfterwards.status, 'a copy of what this browser had').toBe(401)
  expect(after.status).toBe(200)
  expect(after.body.session.id).not.toBe(before.body.session.id)
  expect(after.body.account).toEqual(before.body.account)
  expect(run.sessions.find(({ id }) => id === after.body.session.id)).toMatchObject({ n: 4 })
  for (const n of [1, 2, 3]) {
    expect(events.find(({ kind, session }) => kind === 'revoked' && session === n)).toMatchObject({
      ending: 'password_changed',
    })
    expect(replaysOf(events, n).filter((event) => event.t > endOf(events, n) && isLeak(event))).toEqual([])
  }
})
