'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { Field } from '@/app/_ui/field.tsx'
import { RetryTime } from '@/app/_ui/refusal-notice.tsx'
import type { Refusal } from '@/lib/client/answer.ts'
import { serverNow } from '@/lib/client/clock.ts'
import { offerStepUp, reauthenticate } from '@/lib/client/step-up.ts'

/** Asks for the password where an act needs it. The browser's own modal dialog: Escape closes it, and nothing is done then. */
export function StepUpDialog({ email }: { email: string }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const form = useRef<HTMLFormElement>(null)
  /** Tells whoever asked; null: nobody waits. */
  const answer = useRef<((checked: boolean) => void) | null>(null)
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<(Refusal & { at: number }) | null>(null)

  const focusField = () => form.current?.querySelector<HTMLInputElement>('[name=password]')?.focus()

  useEffect(
    () =>
      offerStepUp(
        () =>
          new Promise((resolve) => {
            answer.current = resolve
            setRefusal(null)
            dialog.current?.showModal()
            focusField()
          }),
      ),
    [],
  )

  function finish(checked: boolean) {
    answer.current?.(checked)
    answer.current = null
    form.current?.reset()
    setPending(false)
    dialog.current?.close()
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    const asker = answer.current
    setPending(true)
    setRefusal(null)
    const refused = await reauthenticate(String(new FormData(event.currentTarget).get('password')))
    // Closed meanwhile: whoever closed it wants nothing done.
    if (answer.current !== asker || !asker) return
    if (!refused) return finish(true)
    setPending(false)
    setRefusal({ ...refused, at: serverNow() })
    focusField()
  }

  const isWrong = refusal?.code === 'invalid_credentials'
  return (
    <dialog
      ref={dialog}
      aria-labelledby="step-up-title"
      aria-describedby="step-up-why"
      onClose={() => finish(false)}
      data-testid="step-up"
      className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-md border border-control bg-bg p-6 text-start text-text backdrop:bg-black/50"
    >
      <form
        ref={form}
        method="post"
        action="/api/auth/reauthenticate"
        onSubmit={submit}
        aria-busy={pending}
        className="grid gap-4"
      >
        <h2 id="step-up-title" className="text-xl">
          Is it you?
        </h2>
        <p id="step-up-why" className="text-muted">
          This needs your password: it was last checked more than 5 minutes ago.
        </p>
        {refusal && !isWrong && (
          <div className="grid gap-1 rounded-md border-2 border-text bg-surface px-4 py-3">
            <p role="alert" className="font-semibold">
              <span aria-hidden="true">▲ </span>
              {refusal.title}
            </p>
            <RetryTime refusal={refusal} />
          </div>
        )}
        <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
        <Field
          id="step-up-password"
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
          error={isWrong ? 'This is not your password.' : undefined}
        />
        <div className="flex flex-wrap justify-end gap-3">
          <Button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
          <Button kind="primary" aria-busy={pending}>
            {pending ? 'Checking…' : 'Continue'}
          </Button>
        </div>
      </form>
    </dialog>
  )
}
