'use client'

import { type ReactNode, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Choice } from '@/lib/lab/run/questions.ts'
import { Choices } from './choices.tsx'
import { Item } from './item.tsx'

interface Props {
  id: string
  number: number
  title: ReactNode
  asks: string
  choices: readonly (Choice & { because?: string })[]
  because?: ReactNode
  /** Shown between the question and its answers. */
  about?: ReactNode
  mono?: boolean
  onResult(right: boolean): void
}

/** Choose one of four. */
export function ChoiceItem({ id, number, title, asks, choices, because, about, mono, onResult }: Props) {
  const [chosen, setChosen] = useState<number | null>(null)
  const [answered, setAnswered] = useState(false)
  const explanation = useRef<HTMLDivElement>(null)
  const choice = chosen === null ? null : choices[chosen]
  const right = choice?.right ?? false
  const solution = choices.find((one) => one.right)
  return (
    <Item
      number={number}
      title={title}
      answered={answered}
      right={right}
      empty={chosen === null}
      explanation={explanation}
      because={
        <>
          {!right && choice?.because && <p>{choice.because}</p>}
          {solution?.because && <p>{solution.because}</p>}
          {because}
        </>
      }
      onAnswer={() => {
        flushSync(() => setAnswered(true))
        explanation.current?.focus()
        onResult(right)
      }}
    >
      {about}
      <Choices
        name={id}
        legend={asks}
        choices={choices}
        chosen={chosen}
        answered={answered}
        mono={mono}
        onChoose={setChosen}
      />
      {!answered && (
        <details className="no-js">
          <summary className="min-h-11 py-2">The answer</summary>
          <p>
            <strong>{solution?.text}</strong>
          </p>
          {solution?.because && <p>{solution.because}</p>}
          {because}
        </details>
      )}
    </Item>
  )
}
