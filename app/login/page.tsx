import type { Metadata } from 'next'
import { safeNext } from '@/lib/http/next-path.ts'
import { getServer } from '@/lib/server/server.ts'
import { CredentialsForm } from '../_ui/credentials-form.tsx'
import { Notice } from '../_ui/notice.tsx'
import { PageHead } from '../_ui/page-head.tsx'
import { type Query, readRefusal } from '../_ui/refusal.ts'
import { StrategyChoice } from '../_ui/strategy-choice.tsx'
import { whoIsHere } from '../_ui/who.ts'

export const metadata: Metadata = { title: 'Log in' }

export default async function LoginPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams
  const { env, now } = getServer()
  const who = await whoIsHere()
  const next = query.next === undefined ? null : safeNext(query.next, env.appOrigin)
  const signup = next ? `/signup?${new URLSearchParams({ next })}` : '/signup'
  return (
    <div className="mx-auto max-w-[32rem]">
      <PageHead title="Log in">
        <p>
          No account yet? <a href={signup}>Create one</a>.
        </p>
      </PageHead>
      {query.done === 'reset' && (
        <Notice tone="done" role="status" title="Log in with the new password." className="mb-6" />
      )}
      {who.status === 'here' && (
        <Notice title={`You are logged in as ${who.email ?? 'a deleted account'}.`} className="mb-6">
          <p>
            Logging in again ends that login and begins a new one. <a href="/account">To your sessions</a>
          </p>
        </Notice>
      )}
      <CredentialsForm
        action="/api/auth/login"
        label="Log in"
        busyLabel="Logging in…"
        password={{ autoComplete: 'current-password' }}
        next={next}
        refused={readRefusal(query)}
        now={now()}
      >
        {env.labs && <StrategyChoice lifetimes={env.lifetimes} />}
      </CredentialsForm>
      <p className="mt-6 text-muted">
        Forgotten your password? Ask whoever runs this server for a one-time code, then{' '}
        <a href="/reset">set a new one</a>.
      </p>
    </div>
  )
}
