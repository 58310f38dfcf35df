'use client'

import { useRef, useState } from 'react'
import { ConfirmDialog } from '@/app/_ui/auth-confirm.tsx'
import { Button } from '@/app/_ui/button.tsx'
import { Notice } from '@/app/_ui/notice.tsx'
import { deleteAccount } from '@/lib/client/delete-account.ts'

/** Needs JavaScript, as no form can send DELETE. Asked first; says nothing before the server has. */
export function DeleteAccount() {
  const dialog = useRef<HTMLDialogElement>(null)
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState('')

  async function run() {
    setFailure('')
    setPending(true)
    const refusal = await deleteAccount()
    // After a success the page is on its way out.
    if (!refusal) return
    setPending(false)
    setFailure(refusal.title)
  }

  return (
    <div className="js-only grid justify-items-start gap-3">
      {failure && <Notice tone="error" role="alert" title={failure} />}
      <Button kind="danger" type="button" aria-busy={pending} onClick={() => !pending && dialog.current?.showModal()}>
        {pending ? 'Deleting…' : 'Delete my account'}
      </Button>
      <ConfirmDialog
        dialog={dialog}
        title="Delete this account?"
        confirmLabel="Delete my account"
        onConfirm={() => void run()}
      >
        <p>
          Every device is logged out, then this account, its sessions and its activity are removed. Nobody can bring
          them back. Download your data first if you want to keep it.
        </p>
      </ConfirmDialog>
    </div>
  )
}
