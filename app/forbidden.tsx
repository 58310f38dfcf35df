import type { Metadata } from 'next'
import { PageHead } from './_ui/page-head.tsx'

export const metadata: Metadata = { title: 'Refused' }

export default function Forbidden() {
  return (
    <div className="mx-auto max-w-sheet">
      <PageHead title="This request did not come from this site.">
        <p>So the server did nothing. If you pressed a button here, open the page again and press it once more.</p>
      </PageHead>
      <a href="/account" className="button">
        To your sessions
      </a>
    </div>
  )
}
