import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { mutantNamed, mutants } from './index.ts'
import { mutate, needsPostgres } from './mutant.ts'
import { verdictOn } from './verdict.ts'

const root = join(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
/** A hundred times as fast as asking the compiler; the field is there and not in its types. */
function syntaxErrors(file: string, text: string): unknown[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext)
  return (source as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics
}
const lesson = /^(P[1-8]|E\d{1,2}|pain \d{1,2}|[A-Z]{2}-\d{2})$/

test('every mutant still applies: its line is in its file once, and what comes of it is TypeScript', () => {
  for (const mutant of mutants) {
    const mutated = mutate(mutant, read(mutant.file))
    expect(syntaxErrors(mutant.file, mutated), mutant.name).toEqual([])
    expect(mutated, mutant.name).not.toBe(read(mutant.file))
  }
})

test('every mutant has a name of its own, stands for something, and says which tests must see it', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
  for (const { name, lesson: lessons, tests } of mutants) {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    for (const one of lessons.split(', ')) expect(one, name).toMatch(lesson)
    expect(tests.length, name).toBeGreaterThan(0)
    for (const path of tests) expect(path.endsWith('.test.ts') && existsSync(join(root, path)), path).toBe(true)
  }
})

test('a mutant whose tests need a PostgreSQL gets one', () => {
  for (const { name, tests } of mutants) {
    const wanted = tests.some((path) => /openTestDatabase|inject\('postgres'\)/.test(read(path)))
    expect(needsPostgres({ tests }), name).toBe(wanted)
  }
})

test('a mutant that does not exist, or whose line has changed, is an error and not a survivor', () => {
  expect(() => mutantNamed('no-such-bug')).toThrow('no-such-bug')
  const mutant = { ...mutants[0]!, from: 'not a line of this file' }
  expect(() => mutate(mutant, read(mutant.file))).toThrow('0 times')
  expect(() => mutate({ ...mutant, from: 'session' }, read(mutant.file))).toThrow(mutant.file)
})

test('only a test that failed by its name kills: no file that could not be loaded, no name that is not there, no run without a report', () => {
  const run = (status: string, failureMessages: string[], message = '') => {
    const assertionResults = [
      { title: 'control', status: 'passed', failureMessages: [] },
      { title: 'lesson', status, failureMessages },
    ]
    return verdictOn({ success: false, testResults: [{ startTime: 1, message, assertionResults }] })
  }
  expect(run('failed', ['AssertionError: expected 1 to be 2'])).toEqual({ isKilled: true, told: 'killed by "lesson"' })
  expect(run('failed', ['Error: Test timed out in 20000ms.']).isKilled).toBe(true)
  expect(run('failed', ['ReferenceError: x is not defined\n    at y']).told).toBe(
    'SURVIVED: ReferenceError: x is not defined',
  )
  expect(run('skipped', [], 'Failed to load ./x.ts').told).toBe('SURVIVED: Failed to load ./x.ts')
  expect(run('passed', [])).toEqual({ isKilled: false, told: 'SURVIVED' })
  expect(verdictOn(null).isKilled).toBe(false)
})
