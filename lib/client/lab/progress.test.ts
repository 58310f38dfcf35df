import { describe, expect, test } from 'vitest'
import { mergeProgress, stageOf } from './progress.ts'

describe('how far a chapter is', () => {
  test.each([
    [{}, 'Not started'],
    [{ guessed: true }, 'Predicted'],
    [{ guessed: true, over: true }, 'Run'],
    [{ over: true }, 'Run'],
    [{ over: true, explained: true }, 'Explained'],
    [{ explained: true }, 'Not started'],
  ] as const)('%o is %s: skipping the guess leaves nothing out, reading alone is no run', (progress, stage) => {
    expect(stageOf(progress)).toBe(stage)
  })

  test('nothing that was reached is taken back by a later run', () => {
    const known = mergeProgress({ guessed: true, over: true, explained: true }, { guessed: false, over: false })
    expect(stageOf(known)).toBe('Explained')
  })

  test('of two measurements the shorter exposure stays, in whatever order they came', () => {
    const [short, long] = [
      { min: 0, max: 240 },
      { min: 13_500, max: 13_750 },
    ]
    expect(mergeProgress({ best: long }, { best: short }).best).toEqual(short)
    expect(mergeProgress({ best: short }, { best: long }).best).toEqual(short)
    expect(mergeProgress({ best: short }, {}).best).toEqual(short)
  })
})
