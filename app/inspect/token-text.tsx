'use client'

import type { ReactNode } from 'react'
import type { Decoded, Member } from '@/lib/client/lab/inspect.ts'

interface Props {
  token: Decoded
  /** `payload.sid`, or null. */
  lit: string | null
  onLight?: (claim: string | null) => void
  testId?: string
}

/** The very text of a token. Pointing at bytes lights up their claim, and the reverse. */
export function TokenText({ token, lit, onLight, testId = 'token-text' }: Props) {
  const { text, payloadAt, signatureAt } = token
  return (
    <div className="token-box">
      <code data-testid={testId} onPointerLeave={() => onLight?.(null)}>
        <span className="part-header">
          <Bytes part="header" members={token.header} range={[0, payloadAt - 1]} {...{ text, lit, onLight }} />
        </span>
        <span className="part-dot">.</span>
        <span className="part-payload">
          <Bytes
            part="payload"
            members={token.payload}
            range={[payloadAt, signatureAt - 1]}
            {...{ text, lit, onLight }}
          />
        </span>
        <span className="part-dot">.</span>
        <span className="part-signature">{text.slice(signatureAt)}</span>
      </code>
    </div>
  )
}

interface BytesProps extends Pick<Props, 'lit' | 'onLight'> {
  part: 'header' | 'payload'
  members: readonly Member[]
  text: string
  range: [number, number]
}

function Bytes({ part, members, text, range: [start, end], lit, onLight }: BytesProps) {
  const pieces: ReactNode[] = []
  let at = start
  for (const { name, from, to } of members) {
    const claim = `${part}.${name}`
    pieces.push(
      text.slice(at, from),
      <span
        key={from}
        className="bytes"
        data-claim={claim}
        data-lit={lit === claim || undefined}
        onPointerEnter={() => onLight?.(claim)}
      >
        {text.slice(from, to)}
      </span>,
    )
    at = to
  }
  return (
    <>
      {pieces}
      {text.slice(at, end)}
    </>
  )
}

/** Which line is which part; the dots divide them, whatever can be seen of the colours. */
export function PartsLegend() {
  return (
    <p className="flex flex-wrap gap-x-5 text-sm" aria-hidden="true">
      <span className="part-header">header</span>
      <span className="part-payload">payload</span>
      <span className="part-signature">signature</span>
    </p>
  )
}
