import { availableParallelism } from 'node:os'
import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { importPeppers, type Pepper } from '../auth/index.ts'
import { knownDevice } from './known-device.ts'
import { createPasswordHasher } from './passwords.ts'

const hasher = await createPasswordHasher()

test('LG-01: passwords are argon2id with the parameters OWASP names, written into the hash', async () => {
  const hash = await hasher.hash('correct horse')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await hasher.verify(hash, 'correct horse')).toBe(true)
  expect(await hasher.verify(hash, 'correct horsf')).toBe(false)
  expect(await hasher.hash('correct horse'), 'salted').not.toBe(hash)
})

test('LG-01: a hash made with other parameters still verifies, and is told to be outdated', async () => {
  const old = await hash('correct horse', { memoryCost: 8_192, timeCost: 1, parallelism: 1 })
  expect(await hasher.verify(old, 'correct horse')).toBe(true)
  expect(hasher.isOutdated(old)).toBe(true)
  expect(hasher.isOutdated(await hasher.hash('correct horse'))).toBe(false)
})

test('LG-02: the decoy costs what a real hash costs: it is made with the same parameters', () => {
  expect(hasher.isOutdated(hasher.decoy)).toBe(false)
})

test('LG-06: nothing is cut off: two passwords that differ in their last of 128 characters are two', async () => {
  const base = 'x'.repeat(127)
  const hash = await hasher.hash(`${base}a`)
  expect(await hasher.verify(hash, `${base}b`)).toBe(false)
})

test.each(['password1', 'PASSWORD1', '12345678', 'qwertyuiop'])('%s is among the most used', (password) => {
  expect(hasher.isCommon(password)).toBe(true)
})

test('hashing is gated: no more at once than the machine has cores to spare, and a flood is refused at once', async () => {
  const started = performance.now()
  const one = await hasher.hash('one').then(() => performance.now() - started)
  const flood = await Promise.allSettled(Array.from({ length: 300 }, () => hasher.hash('x')))
  const refused = flood.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
  expect(refused.length).toBe(300 - 100 - Math.max(1, availableParallelism() - 1))
  expect(refused[0]!.reason).toMatchObject({ code: 'store_unavailable' })
  console.log(`one hash took ${one.toFixed(0)} ms`)
})

test('proof of an earlier login is of one account, one key, and nothing else', () => {
  const [one, two] = importPeppers([new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]) as [Pepper, Pepper]
  const proof = knownDevice([one]).issue('Mina@example.org')
  expect(knownDevice([one]).isKnown(' mina@EXAMPLE.org', proof)).toBe(true)
  expect(knownDevice([two, one]).isKnown('mina@example.org', proof), 'after a rotation of keys').toBe(true)
  expect(knownDevice([two]).isKnown('mina@example.org', proof)).toBe(false)
  expect(knownDevice([one]).isKnown('ada@example.org', proof)).toBe(false)
  for (const forged of [null, '', 'x', `${proof}x`])
    expect(knownDevice([one]).isKnown('mina@example.org', forged)).toBe(false)
})
