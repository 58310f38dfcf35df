'use client'

import { type MouseEvent, useState } from 'react'
import { buttonClass } from '@/app/_ui/button.tsx'
import { download } from '@/app/_ui/download.ts'
import { exportAccount } from '@/lib/client/export-account.ts'
import { askForPassword } from '@/lib/http/next-path.ts'

const FILE = 'my-data.json'

/** A plain link where JavaScript is off; with it, the password is asked for where that is needed. */
export function ExportLink() {
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState('')

  async function save(event: MouseEvent) {
    event.preventDefault()
    if (pending) return
    setPending(true)
    setFailure('')
    const result = await exportAccount()
    setPending(false)
    if (result.ok) download(FILE, 'application/json', result.text)
    else setFailure(result.title)
  }

  return (
    <div className="grid justify-items-start gap-2">
      <a href="/api/account/export" download={FILE} onClick={save} aria-busy={pending} className={buttonClass('plain')}>
        Download my data
      </a>
      <p className="no-js text-sm text-muted">
        Refused?{' '}
        <a href={askForPassword('export')} className="inline-block min-h-6">
          Show your password first
        </a>
        .
      </p>
      {failure && (
        <p role="alert" className="text-sm font-semibold">
          <span aria-hidden="true">▲ </span>
          {failure}
        </p>
      )}
    </div>
  )
}
