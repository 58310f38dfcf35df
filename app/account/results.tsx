import { Notice } from '@/app/_ui/notice.tsx'
import type { EndReason, SessionView } from '@/lib/auth/index.ts'
import { problems } from '@/lib/http/problem.ts'

interface Props {
  /** From the query: said by anybody, so only known words are shown. */
  done?: string | undefined
  error?: string | undefined
  wait?: string | undefined
  sessions: SessionView[]
}

/** What the form that led here did. The numbers come from the database, not from the address. */
export function Results({ done, error, wait, sessions }: Props) {
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
  const known = sentences(sessions)
  const title = done && Object.hasOwn(known, done) ? known[done] : undefined
  return title ? <Notice tone="done" role="status" title={title} data-testid="done" /> : null
}

function sentences(sessions: SessionView[]): Record<string, string | undefined> {
  const others = countOfLast(sessions, 'logged_out_others')
  // A new password ends this browser's own session too, which goes on as another.
  const byPassword = countOfLast(sessions, 'password_changed') - 1
  return {
    session: countOfLast(sessions, 'ended_by_owner') > 0 ? 'That session is ended.' : undefined,
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
