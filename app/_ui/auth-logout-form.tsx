'use client'

import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { type LogoutAction, logOut } from '@/lib/client/logout.ts'
import { ConfirmDialog } from './auth-confirm.tsx'

interface Props {
  action: LogoutAction
  className?: string
  /** The button. */
  children: ReactNode
  /** Asked first, where JavaScript runs. */
  confirm?: { title: string; label: string; body: ReactNode }
}

/** A form that logs out with or without JavaScript; with it, the other tabs are told and Back shows nothing. */
export function LogoutForm({ action, className = '', children, confirm }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState('')

  async function run() {
    setFailure('')
    setPending(true)
    const result = await logOut(action)
    // After a success the page is on its way out: "Ending…" stays until it has gone.
    if (result.ok) return
    setPending(false)
    setFailure(result.title)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (pending) return
    if (confirm) dialog.current?.showModal()
    else void run()
  }

  return (
    <form
      method="post"
      action={`/api/auth/${action}`}
      onSubmit={submit}
      aria-busy={pending}
      className={`inline-grid justify-items-start gap-1 ${className}`}
    >
      <div className="grid *:col-start-1 *:row-start-1">
        <div className={pending ? 'pointer-events-none opacity-0' : undefined}>{children}</div>
        <span role="status" className="place-self-center text-muted">
          {pending && 'Ending…'}
        </span>
      </div>
      {failure && (
        <p
          role="alert"
          className="fixed inset-x-4 bottom-4 z-20 mx-auto max-w-md rounded-md border-2 border-text bg-bg px-4 py-3 font-semibold"
        >
          <span aria-hidden="true">▲ </span>
          {failure}
        </p>
      )}
      {confirm && (
        <ConfirmDialog dialog={dialog} title={confirm.title} confirmLabel={confirm.label} onConfirm={() => void run()}>
          {confirm.body}
        </ConfirmDialog>
      )}
    </form>
  )
}
