import type { Metadata } from 'next'
import { PASSWORD_LENGTH } from '@/lib/auth/index.ts'
import { formatDuration } from '@/lib/client/durations.ts'
import { safeNext } from '@/lib/http/next-path.ts'
import { getServer } from '@/lib/server/server.ts'
import { CredentialsForm } from '../_ui/credentials-form.tsx'
import { PageHead } from '../_ui/page-head.tsx'
import { type Query, readRefusal } from '../_ui/refusal.ts'

export const metadata: Metadata = { title: 'Create an account' }

export default async function SignupPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams
  const { env, now } = getServer()
  const next = query.next === undefined ? null : safeNext(query.next, env.appOrigin)
  const { access, refreshIdle, refreshMax } = env.lifetimes
  return (
    <div className="mx-auto max-w-[32rem]">
      <PageHead title="Create an account">
        <p>
          Have one? <a href={next ? `/login?${new URLSearchParams({ next })}` : '/login'}>Log in</a>.
        </p>
      </PageHead>
      <CredentialsForm
        action="/api/auth/register"
        label="Create the account"
        busyLabel="Creating the account…"
        password={{
          autoComplete: 'new-password',
          hint: `${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters of any kind. A few unrelated words do well.`,
        }}
        next={next}
        refused={readRefusal(query)}
        now={now()}
      >
        <p className="text-sm text-muted">
          The e-mail address is only a name here: nothing is sent to it. You are logged in at once, with access tokens
          of {formatDuration(access)} that renew themselves. The login ends after {formatDuration(refreshIdle)} without
          a visit, and after {formatDuration(refreshMax)} in any case.
        </p>
      </CredentialsForm>
    </div>
  )
}
