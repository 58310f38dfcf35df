'use client'

import { useEffect, useRef, useState } from 'react'
import { lab } from '@/lib/client/lab/api.ts'
import { type FinishedRun, type Question, questionsOf } from '@/lib/lab/run/questions.ts'
import { ChoiceItem } from './choice-item.tsx'
import { cases } from './fixed.ts'
import { LineItem } from './line-item.tsx'
import type { MissingLine } from './missing-line.ts'
import { OrderItem } from './order-item.tsx'
import { RunItem } from './run-item.tsx'
import { Summary } from './summary.tsx'

interface Props {
  /** About recorded runs, for readers without one. */
  recorded: Question[]
  line: MissingLine | null
  now: number
  /** Without them there are no runs of one's own. */
  labs: boolean
}

/** More would only be asked about if the first had nothing to ask. */
const READ = 4

async function ownQuestions(): Promise<Question[]> {
  const answer = await lab.runs()
  if (!answer.ok) return []
  const finished = answer.value.runs.filter(({ phase }) => phase === 'settled').slice(0, READ)
  const read = await Promise.all(finished.map(({ id }) => lab.run(id)))
  return questionsOf(read.flatMap((one): FinishedRun[] => (one.ok ? [one.value] : [])))
}

/** Eight questions: four about what happened to you, four about what follows from it. */
export function Quiz({ recorded, line, now, labs }: Props) {
  const [own, setOwn] = useState<Question[]>([])
  const [results, setResults] = useState<Record<string, boolean>>({})
  const begun = useRef(false)
  const questions = own.length > 0 ? own : recorded
  const isRecorded = own.length === 0

  useEffect(() => {
    // Nobody's question is taken away once they have begun.
    if (labs) void ownQuestions().then((found) => !begun.current && setOwn(found))
  }, [labs])

  const note = (id: string) => (right: boolean) => {
    begun.current = true
    setResults((known) => ({ ...known, [id]: right }))
  }
  const items: { id: string; chapter: string }[] = [
    ...questions,
    ...cases,
    { id: 'order', chapter: 'denylist' },
    ...(line ? [{ id: 'line', chapter: 'denylist' }] : []),
  ]
  return (
    <div data-testid="check" data-source={isRecorded ? 'recorded' : 'own'} onChange={() => (begun.current = true)}>
      <p className="mb-6 text-muted">
        {isRecorded
          ? !labs
            ? 'The labs are off on this server, so the first four are about recorded runs.'
            : 'You have no finished run yet, so the first four are about recorded ones. Run a chapter, and they will be about yours.'
          : 'The first four are about your own runs.'}
      </p>
      <ol className="grid max-w-prose gap-10 *:min-w-0">
        {questions.map((question, index) => (
          <RunItem
            key={question.id}
            number={index + 1}
            question={question}
            recorded={isRecorded}
            now={now}
            onResult={note(question.id)}
          />
        ))}
        {cases.map(({ id, tells, asks, choices, because }, index) => (
          <ChoiceItem
            key={id}
            id={id}
            number={questions.length + index + 1}
            title={tells}
            asks={asks}
            choices={choices}
            because={<p>{because}</p>}
            onResult={note(id)}
          />
        ))}
        <OrderItem number={questions.length + cases.length + 1} onResult={note('order')} />
        {line && <LineItem number={questions.length + cases.length + 2} line={line} onResult={note('line')} />}
      </ol>
      <Summary items={items} results={results} />
    </div>
  )
}
