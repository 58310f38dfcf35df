'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { serverNow } from '@/lib/client/clock.ts'
import { submitCredentials } from '@/lib/client/forms.ts'
import { problems } from '@/lib/http/problem.ts'
import { Button } from './button.tsx'
import { Field } from './field.tsx'
import type { ShownRefusal } from './refusal.ts'
import { errorOf, RefusalNotice } from './refusal-notice.tsx'

interface Props {
  action: string
  /** Of the button, and while it works. */
  label: string
  busyLabel: string
  password: { autoComplete: 'current-password' | 'new-password'; hint?: string }
  /** Where to go on to. */
  next: string | null
  /** What a form without JavaScript came back with. */
  refused: ShownRefusal | null
  /** Server seconds of this render. */
  now: number
  /** Further fields. */
  children?: ReactNode
}

/** E-mail and password. Works as a plain form; with JavaScript a refusal is shown here, and what was typed stays. */
export function CredentialsForm({ action, label, busyLabel, password, next, refused, now, children }: Props) {
  const [refusal, setRefusal] = useState(refused && { ...refused, at: now })
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const result = await submitCredentials(event.currentTarget)
    // After a success the page is on its way out.
    if (result.ok) return
    setBusy(false)
    setRefusal({ ...result, at: serverNow() })
  }

  return (
    <form method="post" action={action} onSubmit={submit} className="grid gap-6">
      {refusal && (
        <RefusalNotice
          refusal={refusal}
          title={titleOf(refusal)}
          tone={refusal.code === 'refresh_missing' ? 'info' : 'error'}
        />
      )}
      <Field
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        required
        error={errorOf(refusal, 'email')}
      />
      <Field
        name="password"
        label="Password"
        type="password"
        autoComplete={password.autoComplete}
        hint={password.hint}
        required
        error={errorOf(refusal, 'password')}
      />
      {children}
      {next && <input type="hidden" name="next" value={next} />}
      <Button kind="primary" disabled={busy} aria-busy={busy}>
        {busy ? busyLabel : label}
      </Button>
    </form>
  )
}

/** The sentences of the API are for programs where a person has done nothing wrong. */
function titleOf({ code, title }: ShownRefusal): string {
  if (code === 'invalid_request') return 'Check the e-mail address and the length of the password.'
  return code === 'refresh_missing' ? problems.invalid_token.title : title
}
