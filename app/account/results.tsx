import { LogoutForm } from '@/app/_ui/auth-logout-form.tsx'
import { Button } from '@/app/_ui/button.tsx'
import { Notice } from '@/app/_ui/notice.tsx'
import type { EndReason, SessionView } from '@/lib/auth/index.ts'
import type { LogoutAction } from '@/lib/client/logout.ts'
import { problems } from '@/lib/http/problem.ts'

interface Props {
  /** From the query: said by anybody, so only known words are shown. */
  done?: string | undefined
  /** What a password was asked for. */
  act?: string | undefined
  error?: string | undefined
  wait?: string | undefined
  sessions: SessionView[]
}

/** What the form that led here did. The numbers come from the database, not from the address. */
export function Results({ done, act, error, wait, sessions }: Props) {
  const seconds = Number(wait)
  // On this page only the password form asks for one.
  if (error === 'invalid_credentials')
    return <Notice tone="error" role="alert" title="The current password is wrong. Nothing was changed." />
  if (error && Object.hasOwn(problems, error))
    return (
      <Notice tone="error" role="alert" title={problems[error as keyof typeof problems].title}>
        {seconds > 0 && <p>Wait {Math.ceil(seconds)} s before the next try.</p>}
      </Notice>
    )
  if (done === 'reauthenticate') return <Checked act={act} />
  const known = sentences(sessions)
  const title = done && Object.hasOwn(known, done) ? known[done] : undefined
  return title ? <Notice tone="done" role="status" title={title} data-testid="done" /> : null
}

const pressedAgain: Record<string, string> = {
  'logout-others': 'Log out the other devices',
  'logout-everywhere': 'Log out everywhere, including here',
}

/** Anybody can write this address, so it says only what to do; the server asks again where no password was checked. */
function Checked({ act }: { act: string | undefined }) {
  const label = act && Object.hasOwn(pressedAgain, act) ? pressedAgain[act] : undefined
  return (
    <Notice tone="info" role="status" title="Once more, to go on." data-testid="checked">
      {label ? (
        <LogoutForm action={act as LogoutAction} className="mt-2">
          <Button kind="primary">{label}</Button>
        </LogoutForm>
      ) : (
        <p>Press again what you wanted to do. For 5 minutes after a password check nothing asks for it.</p>
      )}
    </Notice>
  )
}

function sentences(sessions: SessionView[]): Record<string, string | undefined> {
  const others = countOfLast(sessions, 'logged_out_others')
  // A new password ends this browser's own session too, which goes on as another.
  const byPassword = countOfLast(sessions, 'password_changed') - 1
  return {
    session: countOfLast(sessions, 'ended_by_owner') > 0 ? 'That session is ended.' : undefined,
    acknowledge: 'Noted. The alarm stays in your activity below.',
    'logout-others': others > 0 ? `${devices(others)} logged out.` : 'No other device was logged in.',
    password:
      byPassword >= 0 ? `Password changed. ${byPassword > 0 ? `${devices(byPassword)} logged out.` : ''}` : undefined,
  }
}

/** Sessions that ended for this reason in one transaction have ended at the same instant. */
function countOfLast(sessions: SessionView[], reason: EndReason): number {
  const ended = sessions.filter(({ endedReason }) => endedReason === reason)
  const last = Math.max(...ended.map(({ endedAt }) => endedAt ?? 0))
  return ended.filter(({ endedAt }) => endedAt === last).length
}

const devices = (count: number): string => (count === 1 ? '1 other device' : `${count} other devices`)
