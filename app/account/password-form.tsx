'use client'

import { type FormEvent, useRef, useState } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { Field } from '@/app/_ui/field.tsx'
import { Notice } from '@/app/_ui/notice.tsx'
import type { Refusal } from '@/lib/client/answer.ts'
import { changePassword } from '@/lib/client/change-password.ts'

/** Which field a refusal belongs to; the others stand above the form. */
function fieldErrors(refusal: Refusal | null): Record<string, string | undefined> {
  if (refusal?.code === 'invalid_credentials') return { currentPassword: 'This is not your current password.' }
  if (refusal?.code === 'password_unsuitable') return { newPassword: refusal.title }
  return Object.fromEntries((refusal?.errors ?? []).map(({ field, message }) => [field, message]))
}

export function PasswordForm({ email }: { email: string }) {
  const form = useRef<HTMLFormElement>(null)
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const errors = fieldErrors(refusal)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    const fields = new FormData(event.currentTarget)
    setPending(true)
    setRefusal(null)
    const refused = await changePassword(String(fields.get('currentPassword')), String(fields.get('newPassword')))
    if (!refused) return
    setPending(false)
    setRefusal(refused)
    const first = Object.keys(fieldErrors(refused))[0]
    form.current?.querySelector<HTMLInputElement>(`[name=${first ?? 'currentPassword'}]`)?.focus()
  }

  return (
    <form ref={form} method="post" action="/api/auth/password" onSubmit={submit} className="grid max-w-md gap-4">
      {refusal && Object.keys(errors).length === 0 && (
        <Notice tone="error" role="alert" title={refusal.title}>
          {refusal.retryAfter && <p>Wait {refusal.retryAfter} s before the next try.</p>}
        </Notice>
      )}
      {/* Tells a password manager whose password this is. It has no name, so it is not sent. */}
      <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
      <Field
        name="currentPassword"
        type="password"
        label="Current password"
        autoComplete="current-password"
        required
        error={errors.currentPassword}
      />
      <Field
        name="newPassword"
        type="password"
        label="New password"
        hint="8 to 128 characters. A few words in a row are fine."
        autoComplete="new-password"
        minLength={8}
        required
        error={errors.newPassword}
      />
      <Button aria-busy={pending} className="justify-self-start">
        {pending ? 'Changing…' : 'Change password'}
      </Button>
    </form>
  )
}
