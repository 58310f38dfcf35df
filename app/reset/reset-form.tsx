'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { Field } from '@/app/_ui/field.tsx'
import type { ShownRefusal } from '@/app/_ui/refusal.ts'
import { errorOf, RefusalNotice } from '@/app/_ui/refusal-notice.tsx'
import { serverNow } from '@/lib/client/clock.ts'
import { resetPassword } from '@/lib/client/reset-password.ts'

interface Props {
  /** What a form without JavaScript came back with. */
  refused: ShownRefusal | null
  /** Server seconds of this render. */
  now: number
  passwordHint: string
}

/** E-mail, one-time code and new password. Works as a plain form; with JavaScript what was typed stays after a refusal. */
export function ResetForm({ refused, now, passwordHint }: Props) {
  const [refusal, setRefusal] = useState(refused && { ...refused, at: now })
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const refused = await resetPassword(event.currentTarget)
    // After a success the page is on its way out.
    if (!refused) return
    setBusy(false)
    setRefusal({ ...refused, at: serverNow() })
  }

  return (
    <form method="post" action="/api/auth/reset" onSubmit={submit} className="grid gap-6">
      {refusal && <RefusalNotice refusal={refusal} title={titleOf(refusal)} />}
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
        name="code"
        label="One-time code"
        hint="Eight groups of four, as you were given it. It works once, for 15 minutes."
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        required
        error={errorOf(refusal, 'code')}
      />
      <Field
        name="newPassword"
        label="New password"
        type="password"
        autoComplete="new-password"
        hint={passwordHint}
        required
        error={errorOf(refusal, 'newPassword')}
      />
      <Button kind="primary" disabled={busy} aria-busy={busy}>
        {busy ? 'Setting the new password…' : 'Set the new password'}
      </Button>
    </form>
  )
}

const titleOf = ({ code, title }: ShownRefusal): string =>
  code === 'invalid_request' ? 'Check the code and the length of the new password.' : title
