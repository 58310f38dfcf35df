import { expect, test } from 'vitest'
import { credentials, openTestAuth } from '../auth/testing.ts'
import { createVerifiedTokens } from './verified-tokens.ts'

test('the memory is bounded: the least recently used is forgotten first, and accepted all the same', async () => {
  const verified = createVerifiedTokens(2)
  const { auth } = await openTestAuth({ verified })
  const logIn = async (name: string) =>
    (await auth.register(credentials('combined', `${name}@example.org`))).accessToken
  const [one, two, three] = [await logIn('one'), await logIn('two'), await logIn('three')]
  for (const token of [one, two, one, three]) await auth.authenticate(token)
  const remembered = () => [one, two, three].map((token) => verified.get(token) !== undefined)
  expect(remembered()).toEqual([true, false, true])
  await auth.authenticate(two)
  expect(remembered()).toEqual([false, true, true])
})

test('without a word about its size it keeps 10,000', () => {
  const verified = createVerifiedTokens()
  const entry = {} as Parameters<typeof verified.set>[1]
  for (let i = 0; i <= 10_000; i += 1) verified.set(String(i), entry)
  expect([0, 1, 10_000].map((i) => verified.get(String(i)) === entry)).toEqual([false, true, true])
})
