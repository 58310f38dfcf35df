import type { WireReceipt } from '@/lib/http/schemas.ts'
import { Stamp } from '../_ui/stamp.tsx'
import { StateIcon } from '../_ui/state-icon.tsx'
import { Time } from '../_ui/token-time.tsx'
import { TimeLeft, Until } from '../_ui/until.tsx'
import { renewalWords } from './words.ts'

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
  return (
    <>
      <dt>Renewal</dt>
      <dd>{renewalWords[receipt.refresh]}</dd>
      <dt>A copy of {endedCount === 1 ? 'the access token' : 'an access token'}</dt>
      <dd>
        <Access receipt={receipt} now={now} />
      </dd>
    </>
  )
}

function Access({ receipt: { access, stolenTokenWorksUntil: until }, now }: Omit<Props, 'endedCount'>) {
  if (access === 'denied')
    return (
      <>
        <StateIcon state="denied" /> It is refused from now on.
      </>
    )
  if (until === null)
    return 'Not confirmed. It may be accepted until it expires, and this page cannot know when that is.'
  const over = (
    <>
      <StateIcon state="expired" /> It is refused since <Time at={until} now={now} />, because it has expired.
    </>
  )
  return (
    <Until at={until} now={now} over={over}>
      {access === 'lives' ? (
        <>
          <StateIcon state="active" /> It is accepted until <Time at={until} now={now} />: for{' '}
          <TimeLeft at={until} now={now} /> more. <Stamp kind="calculated" />
        </>
      ) : (
        <>
          It could be accepted until <Time at={until} now={now} />: for <TimeLeft at={until} now={now} /> more.{' '}
          <Stamp kind="calculated" />
        </>
      )}
    </Until>
  )
}
