import type { Question } from '@/lib/lab/run/questions.ts'

/** About the newest recorded runs, one of each kind. */
export function recordedQuestions(): Question[] {
  return []
}
