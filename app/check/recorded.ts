import { recordedRun } from '@/lib/lab/recorded.ts'
import { type Question, questionsOf } from '@/lib/lab/run/questions.ts'

/** About recorded runs, one question each, in another order than that of the chapters. */
export function recordedQuestions(): Question[] {
  return questionsOf((['rotate', 'denylist', 'forget', 'theft'] as const).map((scenario) => recordedRun(scenario)))
}
