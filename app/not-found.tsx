import type { Metadata } from 'next'
import { PageHead } from './_ui/page-head.tsx'

export const metadata: Metadata = { title: 'Nothing here' }

export default function NotFound() {
  return (
    <div className="mx-auto max-w-sheet">
      <PageHead title="Nothing is here.">
        <p>The address is wrong, or what was here is gone. Your login is as it was.</p>
      </PageHead>
      <a href="/" className="button">
        To the start page
      </a>
    </div>
  )
}
