'use client'

import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { scrambled, steps } from './fixed.ts'
import { Item } from './item.tsx'

interface Props {
  number: number
  onResult(right: boolean): void
}

/** Put the steps of a logout in order, with two buttons each. */
export function OrderItem({ number, onResult }: Props) {
  const [order, setOrder] = useState<number[]>(scrambled)
  const [moved, setMoved] = useState('')
  const [answered, setAnswered] = useState(false)
  const explanation = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const right = order.every((step, at) => step === at)

  function move(at: number, by: 1 | -1) {
    const to = at + by
    if (to < 0 || to >= order.length) return
    const next = order.with(at, order[to]!).with(to, order[at]!)
    flushSync(() => setOrder(next))
    setMoved(`Now step ${to + 1}: ${steps[order[at]!]}`)
    // The button went with its step, and the focus goes with the button.
    list.current?.querySelector<HTMLButtonElement>(`[data-move="${order[at]} ${by}"]`)?.focus()
  }

  return (
    <Item
      number={number}
      title="Somebody logs out under “Starve it and deny it”. Put the steps in the order in which the server takes them."
      answered={answered}
      right={right}
      empty={false}
      explanation={explanation}
      because={
        <>
          {!right && (
            <ol className="my-2 list-decimal ps-6">
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          )}
          <p>
            Nothing may be told before it is true. If the cookies went first and the transaction failed, the screen
            would say “logged out” while every copy still worked.
          </p>
        </>
      }
      onAnswer={() => {
        flushSync(() => setAnswered(true))
        explanation.current?.focus()
        onResult(right)
      }}
    >
      <ol ref={list} className="grid gap-2" data-testid="steps">
        {order.map((step, at) => (
          <li
            key={step}
            data-step={step}
            className="flex items-center gap-3 rounded-md border border-control px-3 py-1.5 max-sm:flex-wrap"
          >
            <span className="w-5 shrink-0 text-muted tabular-nums">{at + 1}</span>
            <span className="min-w-0 grow basis-40">{steps[step]}</span>
            {!answered && (
              <span className="js-only flex shrink-0 gap-2">
                <button
                  type="button"
                  className="button button-small"
                  data-move={`${step} -1`}
                  aria-label={`Up: ${steps[step]}`}
                  aria-disabled={at === 0}
                  onClick={() => move(at, -1)}
                >
                  ↑ Up
                </button>
                <button
                  type="button"
                  className="button button-small"
                  data-move={`${step} 1`}
                  aria-label={`Down: ${steps[step]}`}
                  aria-disabled={at === order.length - 1}
                  onClick={() => move(at, 1)}
                >
                  ↓ Down
                </button>
              </span>
            )}
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {moved}
      </p>
      <details className="no-js">
        <summary className="min-h-11 py-2">The answer</summary>
        <ol className="list-decimal ps-6">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </details>
    </Item>
  )
}
