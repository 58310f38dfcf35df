import type { Metadata } from 'next'
import { PageHead } from './_ui/page-head.tsx'

export const metadata: Metadata = { title: 'Not logged in' }

export default function Unauthorized() {
  return (
    <div className="mx-auto max-w-sheet">
      <PageHead title="You are not logged in.">
        <p>So the server did nothing. Log in, then do it again.</p>
      </PageHead>
      <a href="/login?next=/account" className="button button-primary">
        Log in
      </a>
    </div>
  )
}
