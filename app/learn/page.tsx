import type { Metadata } from 'next'
import { getServer } from '@/lib/server/server.ts'
import { Notice } from '../_ui/notice.tsx'
import { PageHead } from '../_ui/page-head.tsx'
import { Contents } from './contents.tsx'

export const metadata: Metadata = {
  title: 'Learn',
  description: 'Five chapters: steal a copy of your own token, log out, and measure for how long it still works.',
}

export default function LearnPage() {
  const { labs } = getServer().env
  return (
    <div className="mx-auto max-w-sheet">
      <PageHead title="Learn it by stealing from yourself">
        <p>
          Five chapters. In each you guess, log out for real while somebody holds a copy of your token, and see for how
          many seconds the copy still works, which check stopped it, and the line of code that did.
        </p>
      </PageHead>
      {!labs && (
        <Notice title="The labs are off on this server." className="mb-8 max-w-prose">
          <p>The chapters can be read; running them needs a server with LABS=on.</p>
        </Notice>
      )}
      <Contents labs={labs} />
      <p className="mt-10 max-w-prose text-lg">
        Been through them? <a href="/check">Check what you know</a>: eight questions, four of them about your own runs.
      </p>
    </div>
  )
}
