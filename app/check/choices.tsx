import type { Choice } from '@/lib/lab/run/questions.ts'

interface Props {
  name: string
  legend: string
  choices: readonly Choice[]
  chosen: number | null
  answered: boolean
  mono?: boolean
  onChoose(index: number): void
}

/** Four answers as radio buttons. Once answered, the right one says so in words. */
export function Choices({ name, legend, choices, chosen, answered, mono = false, onChoose }: Props) {
  return (
    <fieldset disabled={answered} className="min-w-0">
      <legend className="mb-2 font-semibold">{legend}</legend>
      <div className="overflow-hidden rounded-md border border-control">
        {choices.map(({ text, right }, index) => (
          <label
            key={text}
            className="flex min-h-11 items-baseline gap-3 border-b border-line px-3 py-2 last:border-b-0 has-checked:bg-surface"
          >
            <input
              type="radio"
              name={name}
              checked={chosen === index}
              onChange={() => onChoose(index)}
              className="size-4 shrink-0 translate-y-0.5"
            />
            <span className="min-w-0 grow">{mono ? <code className="text-sm break-all">{text}</code> : text}</span>
            {answered && (right || chosen === index) && (
              <strong className="shrink-0 text-sm">{right ? '✓ this one' : 'your answer'}</strong>
            )}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
