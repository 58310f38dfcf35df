'use client'

import { formatDuration } from '@/lib/client/durations.ts'
import type { Member } from '@/lib/client/lab/inspect.ts'
import { momentOf, nothing, wordsOf } from './claims.ts'
import { Moment } from './moment.tsx'

type Shown = Pick<Member, 'name' | 'value'>

interface Props {
  header: readonly Shown[]
  payload: readonly Shown[]
  /** What may be shown of the signature. */
  signature: string
  now: number
  lit?: string | null
  onLight?: (claim: string | null) => void
}

/** Each claim: its value, the same for people, and what a logout does with it. */
export function ClaimsTable({ header, payload, signature, now, lit = null, onLight }: Props) {
  const rows = { now, lit, onLight }
  return (
    <table className="sheet claims cards">
      <caption className="sr-only">The claims of the token</caption>
      <thead>
        <tr>
          <th scope="col" className="w-28">
            Claim
          </th>
          <th scope="col" className="w-[30%] lg:w-[23.5rem]">
            Value
          </th>
          <th scope="col">What it is</th>
          <th scope="col" className="w-[30%]">
            What a logout here does with it
          </th>
        </tr>
      </thead>
      <tbody onPointerLeave={() => onLight?.(null)}>
        {header.map((member, index) => (
          <Claim key={`h${index}`} part="header" member={member} {...rows} />
        ))}
        {payload.map((member, index) => (
          <Claim key={`p${index}`} part="payload" member={member} {...rows} />
        ))}
        <tr className="claim part-signature no-underline" data-testid="claim-signature">
          <th scope="row" className="font-semibold">
            signature
          </th>
          <td className="text-text">
            <code className="break-all">{signature}</code>
          </td>
          <td className="text-text">Covers every character before it. Only who has the key can make one.</td>
          <td data-label="At logout:" className="text-text">
            Nothing: it stays right for ever. That is why a logout is hard.
          </td>
        </tr>
      </tbody>
    </table>
  )
}

interface ClaimProps extends Pick<Props, 'now' | 'onLight'> {
  part: 'header' | 'payload'
  member: Shown
  lit: string | null
}

function Claim({ part, member, now, lit, onLight }: ClaimProps) {
  const { name, value } = member
  const claim = `${part}.${name}`
  const { means, logout } = wordsOf(part, member)
  const moment = momentOf(member)
  return (
    <tr
      data-testid={`claim-${name}`}
      data-lit={lit === claim || undefined}
      className={`claim part-${part} text-muted no-underline`}
      onPointerEnter={() => onLight?.(claim)}
    >
      <th scope="row" className="font-semibold text-(--part)">
        {onLight ? (
          <button
            type="button"
            className="min-h-6 min-w-6 text-start"
            title="Show its bytes"
            onFocus={() => onLight(claim)}
            onBlur={() => onLight(null)}
          >
            <code>{name}</code>
          </button>
        ) : (
          <code>{name}</code>
        )}
      </th>
      <td className="text-text">
        <code className="break-all">{typeof value === 'string' ? value : JSON.stringify(value)}</code>
        {moment !== null && <WhenAndHowFar at={moment} now={now} />}
      </td>
      <td className="text-text">{means}</td>
      <td data-label="At logout:" className={logout === nothing ? '' : 'text-text'}>
        {logout}
      </td>
    </tr>
  )
}

function WhenAndHowFar({ at, now }: { at: number; now: number }) {
  const distance = at > now ? `in ${formatDuration(at - now)}` : `${formatDuration(now - at)} ago`
  return (
    <span className="block text-sm text-muted tabular-nums">
      <Moment at={at} now={now} />, {distance}
    </span>
  )
}
