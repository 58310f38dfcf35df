import type { ReactNode, RefObject } from 'react'

interface Props {
  number: number
  title: ReactNode
  children: ReactNode
  answered: boolean
  right: boolean
  because: ReactNode
  /** Gets the focus once it is there. */
  explanation: RefObject<HTMLDivElement | null>
  onAnswer(): void
  /** Nothing has been chosen yet. */
  empty: boolean
}

/** One of the eight: the question, its answers, and, as soon as it is answered, why. */
export function Item({ number, title, children, answered, right, because, explanation, onAnswer, empty }: Props) {
  return (
    <li
      data-testid="question"
      data-answered={answered}
      data-right={answered ? right : undefined}
      className="grid min-w-0 gap-4 border-t border-line pt-8 *:min-w-0"
    >
      <h2 className="text-lg text-pretty">
        <span className="text-muted">{number}.</span> {title}
      </h2>
      <form
        className="grid gap-4 *:min-w-0"
        onSubmit={(event) => {
          event.preventDefault()
          if (!empty && !answered) onAnswer()
        }}
      >
        {children}
        {!answered && (
          <button type="submit" className="button js-only justify-self-start" aria-disabled={empty}>
            Answer
          </button>
        )}
      </form>
      {answered && (
        <div
          ref={explanation}
          tabIndex={-1}
          data-testid="explanation"
          className="max-w-prose border-s-2 border-text ps-4"
        >
          <p className="font-semibold">{right ? 'Right.' : 'Not this one.'}</p>
          {because}
        </div>
      )}
    </li>
  )
}
