import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { items } from './index.ts'
import { makeTable, uncovered, unexplained, unknown } from './table.ts'
import { readTests, testsIn } from './titles.ts'

const root = join(import.meta.dirname, '../..')
const tests = readTests(root)

test('every critical and high item is proved by a test of its name', () => {
  expect(uncovered(tests)).toEqual([])
  expect(uncovered([]), 'the control').toHaveLength(
    items.filter(({ severity }) => severity === 'critical' || severity === 'high').length,
  )
})

test('every other item has a test or a reason', () => {
  expect(unexplained(tests)).toEqual([])
  const demanding = items.filter(({ severity, reason }) => reason && (severity === 'critical' || severity === 'high'))
  expect(demanding).toEqual([])
})

test('an id stands for one item, and no title names an id that is none', () => {
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
  expect(unknown(tests)).toEqual([])
  expect(unknown([{ file: 'x', title: 'x', ids: ['RV-99'], always: true }]), 'the control').toEqual(['RV-99'])
})

test('CHECKLIST.md is what `npm run checklist` makes of the titles', () => {
  expect(readFileSync(join(root, 'CHECKLIST.md'), 'utf8')).toBe(makeTable(tests))
})

const of = (text: string) => testsIn('x.test.ts', text).map(({ title, ids, always }) => [ids.join(), title, always])

test('a title is read where a test is called, whatever it is called with', () => {
  expect(of("test('RV-12: a', () => {})")).toEqual([['RV-12', 'a', true]])
  expect(of("test('31, R5 · LO-01, LO-02: a', async () => {})")).toEqual([['LO-01,LO-02', '31, R5 · a', true]])
  expect(of("test('TK-01: a', work)")).toEqual([['TK-01', 'a', true]])
  expect(of("test.each([1])('TK-01: %s', () => {})")).toEqual([['TK-01', '%s', true]])
  const templates = `describe.each([1])('x', () => { for (const a of b) test(\`TK-01: \${a} b\`, () => {}) })`
  expect(of(templates)).toEqual([['TK-01', '… b', true]])
  expect(of("// test('TK-01: a', () => {})\nconst a = \"test('TK-01: a', () => {})\"")).toEqual([])
})

test('a test that is skipped, always or by a condition, proves nothing', () => {
  for (const text of [
    "test.skip('TK-01: a', () => {})",
    "test.skip('TK-01: a', work)",
    "test.runIf(isWhole)('TK-01: a', () => {})",
    "test('TK-01: a', () => { test.skip(!FULL, 'x') })",
    "test('TK-01: a', () => { if (x) test.skip() })",
    "test.skip(!FULL, 'x')\ntest('TK-01: a', () => {})",
    "test.describe(() => { test.skip(!FULL, 'x'); test('TK-01: a', () => {}) })",
    "describe.skip('x', () => { test('TK-01: a', () => {}) })",
  ])
    expect(of(text), text).toEqual([['TK-01', 'a', false]])
  expect(of("test.skip('b', () => {})\ntest('TK-01: a', () => {})"), 'the one beside it runs').toEqual([
    ['TK-01', 'a', true],
  ])
})

test('an id at another place of a title is an error, not an omission', () => {
  for (const title of ['a (TK-01)', 'TK-01 a', 'TK-01; TK-02: a', 'TK-01: and TK-02'])
    expect(() => of(`test('${title}', () => {})`), title).toThrow(title)
})
