import type { ReactNode } from 'react'

interface Props {
  question: ReactNode
  children: ReactNode
}

/** A question whose answer is a click away, also without a script. */
export function Riddle({ question, children }: Props) {
  return (
    <details className="group rounded-md border border-control px-4 open:bg-surface">
      <summary className="min-h-11 py-2.5 font-semibold">{question}</summary>
      <div className="grid gap-4 pb-4">{children}</div>
    </details>
  )
}
