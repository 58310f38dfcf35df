'use client'

import { type InputHTMLAttributes, useState } from 'react'
import { inputClass } from './field.tsx'

/** What was typed can be looked at (WCAG 3.3.8). Without JavaScript it is a plain password input. */
export function PasswordInput(attributes: InputHTMLAttributes<HTMLInputElement>) {
  const [visible, setVisible] = useState(false)
  return (
    <div className="relative">
      <input
        {...attributes}
        type={visible ? 'text' : 'password'}
        autoCapitalize="none"
        spellCheck={false}
        className={`${inputClass} pe-20`}
      />
      <button
        type="button"
        aria-controls={attributes.id}
        onClick={() => setVisible(!visible)}
        className="js-only absolute inset-y-1 end-1 min-w-14 rounded-md px-3 text-sm font-semibold text-link hover:bg-surface"
      >
        {visible ? 'Hide' : 'Show'}
        <span className="sr-only"> password</span>
      </button>
    </div>
  )
}
