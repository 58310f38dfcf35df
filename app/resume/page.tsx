import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { safeNext } from '@/lib/http/next-path.ts'
import { getServer } from '@/lib/server/server.ts'
import { Button } from '../_ui/button.tsx'
import { PageHead } from '../_ui/page-head.tsx'
import type { Query } from '../_ui/refusal.ts'
import { Resume } from '../_ui/resume.tsx'
import { whoIsHere } from '../_ui/who.ts'

export const metadata: Metadata = { title: 'Renewing your login' }

/** Where a page sends somebody whose access token has expired: the refresh token does not travel to pages. */
export default async function ResumePage({ searchParams }: { searchParams: Promise<Query> }) {
  const next = safeNext((await searchParams).next, getServer().env.appOrigin)
  if ((await whoIsHere()).status === 'here') redirect(next)
  return (
    <div className="mx-auto max-w-sheet">
      <Resume next={next} />
      <form method="post" action="/api/auth/refresh" className="no-js">
        <PageHead title="Go on with your login?">
          <p>The page you asked for needs a fresh access token. One press renews it, if your login is still open.</p>
        </PageHead>
        <input type="hidden" name="next" value={next} />
        <Button kind="primary">Continue</Button>
      </form>
      <p className="mt-8 text-muted">
        Or <a href={`/login?${new URLSearchParams({ next })}`}>log in anew</a>.
      </p>
    </div>
  )
}
