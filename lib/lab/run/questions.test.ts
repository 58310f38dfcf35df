import { expect, test } from 'vitest'
import { FROM_RUNS, questionsOf } from './questions.ts'
import { type SampleLog, sampleLogs } from './testing.ts'

const logs = Object.entries(sampleLogs) as [string, () => SampleLog][]

test.each(logs)('%s: one finished run is enough for four questions', (_name, make) => {
  const questions = questionsOf([make()])
  expect(questions).toHaveLength(FROM_RUNS)
  expect(new Set(questions.map(({ id }) => id)).size).toBe(FROM_RUNS)
})

test.each(logs)('%s: every event that a question quotes stands in the run', (_name, make) => {
  const log = make()
  for (const { seq, runId, quotes } of questionsOf([log], 99)) {
    expect(runId).toBe(log.run.id)
    expect(log.events.some((event) => event.seq === seq)).toBe(true)
    expect(quotes).toContain(`#${seq}`)
  }
})

test.each(logs)('%s: each question has four different answers, and one of them is right', (_name, make) => {
  for (const { choices, because } of questionsOf([make()], 99)) {
    expect(new Set(choices.map(({ text }) => text)).size).toBe(4)
    expect(choices.filter(({ right }) => right)).toHaveLength(1)
    expect(because).not.toBe('')
  }
})

test('the right answer is what happened, not what usually happens', () => {
  const right = (log: SampleLog, asks: string) =>
    questionsOf([log], 99)
      .find((question) => question.asks === asks)
      ?.choices.find((choice) => choice.right)?.text
  expect(right(sampleLogs.forget(), 'Which check stopped it?')).toBe('The expiry')
  expect(right(sampleLogs.denylist(), 'Which check stopped it?')).toBe('The denylist')
  expect(right(sampleLogs.forget(), 'Which store did the server ask for it?')).toBe('None')
  expect(right(sampleLogs.denylist(), 'Which store did the server ask for it?')).toBe('The denylist, once')
})

test('no run is asked about twice before each was asked about once', () => {
  const runs = [sampleLogs.rotate(), sampleLogs.forget(), sampleLogs.denylist(), sampleLogs.theft()].map(
    ({ run, events }, at) => ({ run: { ...run, id: `run-${at}` }, events }),
  )
  expect(questionsOf(runs).map(({ runId }) => runId)).toEqual(['run-0', 'run-1', 'run-2', 'run-3'])
})

test('the same runs give the same questions in the same order, and the right answer is not always the first', () => {
  const all = logs.flatMap(([, make]) => questionsOf([make()], 99))
  expect(logs.flatMap(([, make]) => questionsOf([make()], 99))).toEqual(all)
  expect(new Set(all.map(({ choices }) => choices.findIndex(({ right }) => right))).size).toBe(4)
})

test('without a run there is nothing to ask', () => {
  expect(questionsOf([])).toEqual([])
})
