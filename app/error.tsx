'use client'

import { PageHead } from './_ui/page-head.tsx'

/** Reads no message: in production it is generic, and in development it may hold anything. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <div className="mx-auto max-w-sheet">
      <PageHead title="The server could not make this page.">
        <p>Reading a page changes nothing: your login is as it was. The stores may be out of reach for a moment.</p>
        {error.digest && (
          <p className="text-sm">
            In the server’s log this is <code>{error.digest}</code>.
          </p>
        )}
      </PageHead>
      <button type="button" onClick={() => retry()} className="button button-primary js-only">
        Try again
      </button>
    </div>
  )
}
