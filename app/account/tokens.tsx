'use client'

import { Stamp } from '@/app/_ui/stamp.tsx'
import { TokenBar } from '@/app/_ui/token-bar.tsx'
import { Time } from '@/app/_ui/token-time.tsx'
import { tokensOf } from '@/lib/client/lifecycle.ts'
import { truthOfEnding } from '@/lib/client/truth.ts'
import { useNow } from '@/lib/client/use-now.ts'
import { activityWords, strategyWords } from '@/lib/client/words.ts'
import { Exposure } from './exposure.tsx'
import { useLive } from './live.tsx'

/** The tokens of the session that this page was asked for with, live, and their history. */
export function Tokens() {
  const { state, strategies, renderedAt } = useLive()
  const now = useNow(renderedAt)
  const { session } = state
  const tokens = tokensOf(state, strategies, now)
  const summary = tokens.filter(({ replaced }) => !replaced).map(({ name, state }) => `${name} is ${state}`)
  return (
    <section aria-labelledby="tokens" className="grid gap-5">
      <div className="grid gap-1">
        <h2 id="tokens" className="text-xl">
          This session’s tokens
        </h2>
        <p className="text-muted">{strategyWords[session.strategy]}</p>
      </div>
      {session.endedAt !== null && <Exposure session={session} now={now} />}
      <figure className="grid gap-5 rounded-md border border-line bg-surface p-4 sm:p-6">
        <figcaption className="sr-only">{summary.join(', ')}. The history below tells the same.</figcaption>
        {tokens.map((token) => (
          <TokenBar key={token.name} token={token} now={now} />
        ))}
        <dl className="flex flex-wrap gap-x-8 gap-y-1 text-sm text-muted">
          <Fact term={`A${session.generation} issued`}>
            <Time at={session.rotatedAt} now={now} />
          </Fact>
          <Fact term="first used">{session.usedAt === null ? 'not yet' : <Time at={session.usedAt} now={now} />}</Fact>
          {session.refreshExpiresAt !== null && (
            <Fact term="renewed">
              {session.generation === 1 ? 'once' : session.generation === 0 ? 'not yet' : `${session.generation} times`}
            </Fact>
          )}
        </dl>
        {session.endedAt === null && (
          <p className="timer border-t border-line pt-4">
            <span className="font-semibold">If you log out here:</span>{' '}
            {truthOfEnding([session], strategies, now).join(' ')} <Stamp kind="calculated" />
          </p>
        )}
      </figure>
      <History />
    </section>
  )
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt>{term}</dt>
      <dd className="text-text">{children}</dd>
    </div>
  )
}

/** The figure's twin in words: what happened to this session, newest first. */
function History() {
  const { state, renderedAt } = useLive()
  const own = state.activity.filter(({ sessionId }) => sessionId === state.session.id)
  return (
    <details open className="group">
      <summary className="font-semibold">History of this session</summary>
      <table className="sheet mt-2 text-sm" data-testid="token-history">
        <thead>
          <tr>
            <th scope="col" className="w-32">
              When
            </th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {own.slice(0, 12).map((one) => (
            <tr key={one.id} data-activity={one.id} data-kind={one.kind}>
              <td>
                <Time at={one.at} now={renderedAt} />
              </td>
              <td>{activityWords(one, null).text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {own.length > 12 && <p className="mt-2 text-sm text-muted">The newest 12 of {own.length}; all are below.</p>}
    </details>
  )
}
