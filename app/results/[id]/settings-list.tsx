import { strategyNames } from '@/app/_ui/strategy-names.ts'
import { formatDuration } from '@/lib/client/durations.ts'
import type { ResultView } from '@/lib/http/lab-schemas.ts'
import { isUnplugged } from '@/lib/lab/run/lives.ts'
import { digits } from '@/lib/lab/run/numbers.ts'
import { plugWords } from '@/lib/lab/run/words.ts'

const seconds = (value: number) => (value < 1 || value % 1 !== 0 ? `${digits(value)}\u202fs` : formatDuration(value))

/** What was chosen before the run, and what it ran on. */
export function SettingsList({ result: { run, commit, versions } }: { result: ResultView }) {
  const { settings, sessions } = run
  const strategies = [...new Set(sessions.map(({ strategy }) => strategyNames[strategy].name))]
  const rows: [string, string][] = [
    ['Strategy', strategies.join(', ')],
    ['Access tokens', `${seconds(settings.longAccess)}; ${seconds(settings.access)} where they can be renewed`],
    ['Refresh tokens', `${seconds(settings.refresh)}, retried for ${seconds(settings.leeway)} after a lost answer`],
    ['Attacker tried every', seconds(settings.poll)],
    ['Logged out', settings.logoutAt === null ? 'by hand' : `by the server, at ${seconds(settings.logoutAt)}`],
    ...(isUnplugged(settings) ? [['The denylist’s store', plugWords[settings.outage]] as [string, string]] : []),
    ['Kept in', settings.storage === 'cookie' ? 'an HttpOnly cookie' : 'localStorage'],
    ['Commit', commit ?? 'not known'],
    [
      'Versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', ') || 'not known',
    ],
  ]
  return (
    <dl className="result-settings grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[11rem_1fr]">
      {rows.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-muted">{term}</dt>
          <dd className="max-sm:mb-1.5">{term === 'Commit' ? <code>{value}</code> : value}</dd>
        </div>
      ))}
    </dl>
  )
}
