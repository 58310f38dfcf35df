import type { WireReceipt } from '@/lib/http/schemas.ts'
import { Stamp } from '../_ui/stamp.tsx'
import { StateIcon } from '../_ui/state-icon.tsx'
import { strategyNames } from '../_ui/strategy-names.ts'
import { Time } from '../_ui/token-time.tsx'
import { TimeLeft, Until } from '../_ui/until.tsx'
import { wordsFor } from './words.ts'

interface Props {
  receipt: WireReceipt
  endedCount: number
  now: number
}

/** What a copy of the tokens could still do, in the words of the worst session. */
export function Exposure({ receipt, endedCount, now }: Props) {
  if (endedCount === 0)
    return (
      <>
        <dt>On the server</dt>
        <dd>The cookies of this browser named no session, so there was nothing to end.</dd>
      </>
    )
  const words = wordsFor(endedCount)
  return (
    <>
      {endedCount === 1 && receipt.ended.map((session) => <OneSession key={session.sessionId} session={session} />)}
      <dt>Renewal</dt>
      <dd>{words.renewal[receipt.refresh]}</dd>
      <dt>{words.copies}</dt>
      <dd>
        <Access receipt={receipt} endedCount={endedCount} now={now} />
      </dd>
    </>
  )
}

function OneSession({ session }: { session: WireReceipt['ended'][number] }) {
  const { sessionId, strategy, refresh, access } = session
  const end = refresh === 'pending' ? 'not confirmed' : access === 'pending' ? 'ended, but not denied yet' : 'ended'
  return (
    <>
      <dt>Session</dt>
      <dd>
        <code>{sessionId.slice(0, 8)}</code>
        {strategy && <>, under “{strategyNames[strategy].name}”</>}: {end}.
      </dd>
    </>
  )
}

function Access({ receipt: { access, stolenTokenWorksUntil: until }, endedCount, now }: Props) {
  const words = wordsFor(endedCount)
  if (access === 'denied')
    return (
      <>
        <StateIcon state="denied" className="me-2" /> {words.denied}
      </>
    )
  if (until === null) return words.unknown
  const over = (
    <>
      <StateIcon state="expired" className="me-2" /> {words.over} <Time at={until} now={now} />.
    </>
  )
  return (
    <Until at={until} now={now} over={over}>
      {access === 'lives' && <StateIcon state="active" className="me-2" />} {words[access]}{' '}
      <Time at={until} now={now} />: for <TimeLeft at={until} now={now} /> more. <Stamp kind="calculated" />
    </Until>
  )
}
