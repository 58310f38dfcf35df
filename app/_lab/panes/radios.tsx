import type { ReactNode } from 'react'

interface Props<Value extends string> {
  legend: ReactNode
  name: string
  choices: readonly { value: Value; text: string }[]
  value: Value | null
  error: string | null
  /** Side by side where there is room. */
  inline?: boolean
  onChoose(value: Value): void
}

/** One question of a prediction, with what is wrong about its answer. */
export function Radios<Value extends string>({ legend, name, choices, value, error, inline, onChoose }: Props<Value>) {
  return (
    <fieldset aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-1 font-semibold">{legend}</legend>
      <div className={inline ? 'flex flex-wrap gap-x-6' : undefined}>
        {choices.map((choice) => (
          <label key={choice.value} className="flex min-h-9 items-center gap-3 pointer-coarse:min-h-11">
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChoose(choice.value)}
              className="size-4 shrink-0"
            />
            {choice.text}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${name}-error`} role="alert" className="mt-1 text-sm font-semibold">
          <span aria-hidden="true">▲ </span>
          {error}
        </p>
      )}
    </fieldset>
  )
}
