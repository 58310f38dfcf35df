import type { InputHTMLAttributes, ReactNode } from 'react'
import { PasswordInput } from './password-input.tsx'

export const inputClass =
  'block min-h-11 w-full rounded-md border border-control bg-bg px-3 py-2 text-text aria-invalid:border-2 aria-invalid:border-text'

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  /** Also the id that label, hint and error are tied to: one form per page may use a name, else give an id. */
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
}

/** Label, hint, input, error. A password gets a button that shows it. */
export function Field({ label, hint, error, id, ...input }: Props) {
  const key = id ?? `field-${input.name}`
  const described = [hint && `${key}-hint`, error && `${key}-error`].filter(Boolean).join(' ')
  const attributes = {
    ...input,
    id: key,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? true : undefined,
  }
  return (
    <div className="grid gap-1.5">
      <label htmlFor={key} className="font-semibold">
        {label}
      </label>
      {hint && (
        <p id={`${key}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {input.type === 'password' ? <PasswordInput {...attributes} /> : <input {...attributes} className={inputClass} />}
      {error && (
        <p id={`${key}-error`} className="text-sm font-semibold">
          <span aria-hidden="true">▲ </span>
          {error}
        </p>
      )}
    </div>
  )
}
