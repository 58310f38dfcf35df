import type { Metadata } from 'next'
import { getServer } from '@/lib/server/server.ts'
import { PageHead } from '../_ui/page-head.tsx'
import { missingLine } from './missing-line.ts'
import { Quiz } from './quiz.tsx'
import { recordedQuestions } from './recorded.ts'

export const metadata: Metadata = {
  title: 'Check',
  description: 'Eight questions, four of them about what happened in your own runs.',
}

export default function CheckPage() {
  const { env, now } = getServer()
  return (
    <>
      <PageHead title="Check what you know">
        <p>Eight questions. Each is explained as soon as you answer it, and nobody keeps the score.</p>
      </PageHead>
      <Quiz recorded={recordedQuestions()} line={missingLine()} now={now()} labs={env.labs} />
    </>
  )
}
