import type { Metadata } from 'next'
import { safeNext } from '@/lib/http/next-path.ts'
import { requirePrincipal } from '@/lib/server/principal.ts'
import { getServer } from '@/lib/server/server.ts'
import { Button } from '../_ui/button.tsx'
import { Field } from '../_ui/field.tsx'
import { Notice } from '../_ui/notice.tsx'
import { PageHead } from '../_ui/page-head.tsx'
import { type Query, readRefusal } from '../_ui/refusal.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Show your password' }

/** Where JavaScript is off, a form that needs a recent password check leads here; where it runs, a dialog asks. */
export default async function ReauthenticatePage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams
  const { auth, env } = getServer()
  const next = safeNext(query.next, env.appOrigin)
  const principal = await requirePrincipal(`/reauthenticate?${new URLSearchParams({ next })}`)
  const account = await auth.findAccount(principal)
  const refusal = readRefusal(query)
  const isWrong = refusal?.code === 'invalid_credentials'
  return (
    <div className="mx-auto max-w-[32rem]">
      <PageHead title="Is it you?">
        <p>
          What you asked for needs your password, and it was last checked more than 5 minutes ago. Nothing has been
          changed yet.
        </p>
      </PageHead>
      <form method="post" action="/api/auth/reauthenticate" className="grid gap-6">
        {refusal && !isWrong && (
          <Notice tone="error" role="alert" title={refusal.title} data-testid="refusal">
            {refusal.retryAfter && <p>Wait {refusal.retryAfter} s before the next try.</p>}
          </Notice>
        )}
        {/* Tells a password manager whose password this is. It has no name, so it is not sent. */}
        <input type="text" autoComplete="username" defaultValue={account?.email ?? ''} readOnly hidden />
        <Field
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
          error={isWrong ? 'This is not your password.' : undefined}
        />
        <input type="hidden" name="next" value={next} />
        <Button kind="primary">Continue</Button>
      </form>
      <p className="mt-8 text-muted">
        Or <a href="/account">back to your sessions</a>.
      </p>
    </div>
  )
}
