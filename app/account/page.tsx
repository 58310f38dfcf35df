import type { Metadata } from 'next'
import { unauthorized } from 'next/navigation'
import { buttonClass } from '@/app/_ui/button.tsx'
import { strategiesFor } from '@/lib/auth/index.ts'
import { requirePrincipal } from '@/lib/server/principal.ts'
import { getServer } from '@/lib/server/server.ts'
import { Alarms } from './alarms.tsx'
import { DeleteAccount } from './delete-account.tsx'
import { Devices } from './devices.tsx'
import { ExportLink } from './export-link.tsx'
import { LiveAccount } from './live.tsx'
import { PasswordForm } from './password-form.tsx'
import { RecentActivity } from './recent-activity.tsx'
import { Results } from './results.tsx'
import { StepUpDialog } from './step-up-dialog.tsx'
import { Tokens } from './tokens.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Your sessions' }

/** Seconds. */
const DAY = 86_400

type Query = Promise<{ [name in 'done' | 'act' | 'error' | 'wait']?: string }>

export default async function AccountPage({ searchParams }: { searchParams: Query }) {
  const principal = await requirePrincipal('/account')
  const { auth, env, now, refusals } = getServer()
  const [account, sessions, activity, query] = await Promise.all([
    auth.findAccount(principal),
    auth.listSessions(principal),
    auth.listActivity(principal),
    searchParams,
  ])
  // Asked after the activity: an alarm that rings between the two is in one of them for certain.
  const alarms = await auth.listAlarms(principal)
  const session = sessions.find(({ current }) => current)
  // The account was deleted; only this access token is left of it.
  if (!account || !session) unauthorized()
  const ended = session.endedAt !== null
  return (
    <div className="mx-auto grid w-full max-w-4xl gap-12" data-session-ended={ended || undefined}>
      <header className="grid gap-4">
        <h1 className="text-2xl sm:text-3xl">Your sessions</h1>
        <p className="wrap-anywhere text-muted">
          Logged in as <span className="font-semibold text-text">{account.email}</span>
        </p>
        <Results {...query} sessions={sessions} />
      </header>
      <LiveAccount
        initial={{
          session,
          sessions: refusals.listed(sessions),
          activity: activity.toReversed(),
          behind: false,
        }}
        strategies={strategiesFor(env.lifetimes)}
        renderedAt={now()}
      >
        {!ended && <Alarms unanswered={alarms} after={Math.max(activity.at(-1)?.id ?? 0, alarms[0]?.id ?? 0)} />}
        <Tokens />
        <Devices />
        {!ended && (
          <section aria-labelledby="password" className="grid gap-4">
            <div className="grid gap-1">
              <h2 id="password" className="text-xl">
                Password
              </h2>
              <p className="max-w-prose text-muted">
                A new password logs out every other device. This one goes on, in a new session.
              </p>
            </div>
            <PasswordForm email={account.email} />
          </section>
        )}
        <RecentActivity />
      </LiveAccount>
      {!ended && <StepUpDialog email={account.email} />}
      <footer className="grid gap-3 border-t border-line pt-6">
        <div className="flex flex-wrap items-start gap-3">
          <ExportLink />
          <a href="/api/account/audit" download="security-events.jsonl" className={buttonClass('plain')}>
            Download security events
          </a>
          {!ended && <DeleteAccount />}
        </div>
        <p className="max-w-prose text-sm text-muted">
          Logins, renewals, endings and refusals of the last {Math.floor(env.auditRetention / DAY)} days, with time,
          session and network address. They are kept for that long also when the account is deleted.
        </p>
      </footer>
    </div>
  )
}
