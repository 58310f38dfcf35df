import { useId } from 'react'

interface Props<Value extends string | number> {
  label: string
  value: Value
  /** Each with its words. The present value is among them. */
  choices: readonly (readonly [Value, string])[]
  testId?: string
  onChoose(value: Value): void
}

/** One setting of the next run. */
export function Select<Value extends string | number>({ label, value, choices, testId, onChoose }: Props<Value>) {
  const id = useId()
  return (
    <div className="grid min-w-0 max-w-full grid-cols-[minmax(0,auto)] gap-1 max-sm:grid-cols-[minmax(0,1fr)]">
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      <select
        id={id}
        data-testid={testId}
        value={value}
        onChange={({ target }) => onChoose(choices[target.selectedIndex]![0])}
        className="min-h-11 max-w-full rounded-md max-sm:w-full border border-control bg-bg px-2"
      >
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

/** In order, with the present one among them: it may have come with the address. */
export const withPresent = (choices: readonly number[], present: number): number[] =>
  [...new Set([...choices, present])].sort((one, other) => one - other)
