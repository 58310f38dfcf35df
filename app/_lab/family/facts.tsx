import type { ReactNode } from 'react'
import { Stamp } from '@/app/_ui/stamp.tsx'
import type { Family, FamilyNode, Presentation } from '@/lib/lab/run/family.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import type { Selected } from './selection.ts'
import { meaning, whom } from './words.ts'

interface Props {
  family: Family
  /** Seconds. */
  leeway: number
  selected: Selected | null
}

/** What is known of the token that was chosen, or of the request that came with it. */
export function FamilyFacts({ family, leeway, selected }: Props) {
  if (!selected)
    return (
      <p className="text-sm text-muted">
        Choose a token, or somebody who came with one, to see its facts and the code.
      </p>
    )
  return selected.kind === 'node' ? (
    <NodeFacts family={family} leeway={leeway} node={selected.node} />
  ) : (
    <PresentationFacts presentation={selected.presentation} ending={family.ending} />
  )
}

function NodeFacts({ family, leeway, node }: { family: Family; leeway: number; node: FamilyNode }) {
  const { name, issuedAt, issuedTo, stolenAt, usedAt, usedBy, rotatedAt, revokedAt, access } = node
  const at = family.nodes.indexOf(node)
  const parent = family.nodes[at - 1]
  return (
    <dl className="sheet-list text-sm" data-testid="family-facts" data-of={name}>
      <Fact term="Issued">
        {formatSeconds(issuedAt)} to {whom(issuedTo)}
        {parent ? (
          <>
            , for <code>{parent.name}</code>
          </>
        ) : (
          ', by the login'
        )}
      </Fact>
      {stolenAt !== null && <Fact term="Copied">{formatSeconds(stolenAt)} by the thief</Fact>}
      <Fact term="First used">
        {usedAt === null ? (
          <>
            not yet
            {parent && (
              <>
                : until then <code>{parent.name}</code> gets this very token again, however late
              </>
            )}
          </>
        ) : (
          <>
            {formatSeconds(usedAt)} by {whom(usedBy)}
            {parent && (
              <>
                ; <code>{parent.name}</code> is forgiven until {formatSeconds(usedAt + leeway * 1000)}{' '}
                <Stamp kind="calculated" />
              </>
            )}
          </>
        )}
      </Fact>
      {rotatedAt !== null && <Fact term="Rotated">{formatSeconds(rotatedAt)}</Fact>}
      {revokedAt !== null && <Fact term="Revoked">{formatSeconds(revokedAt)}, with the whole family</Fact>}
      <Fact term="Access tokens beside it">
        {access.length === 0
          ? 'none'
          : access.map(({ name, to, until }, index) => (
              <span key={name}>
                {index > 0 && ', '}
                <code>{name}</code> to {whom(to)}, until {formatSeconds(until)}
              </span>
            ))}
      </Fact>
      <Fact term="In the database">{kept(family, at)}</Fact>
    </dl>
  )
}

/** One row however often it rotates: what it has of a token depends on how old that is. */
function kept({ nodes }: Family, at: number): ReactNode {
  const age = nodes.length - 1 - at
  if (age === 0) return 'The row keeps only a hash of it. This page is not told the hash either.'
  const { name } = nodes[at]!
  if (age === 1)
    return (
      <>
        Nothing of it, but the nonce with which <code>{name}</code> makes <code>{nodes[at + 1]!.name}</code> once more.
      </>
    )
  return 'Nothing. It proves by its own tag that it is genuine, and so it can still ring the alarm.'
}

function PresentationFacts({ presentation, ending }: { presentation: Presentation; ending: Family['ending'] }) {
  const { seq, t, token, status, reason, child, party, by } = presentation
  return (
    <dl className="sheet-list text-sm" data-testid="family-facts" data-of={`event-${seq}`}>
      <Fact term="Request">
        <code>POST /refresh</code> with <code>{token ?? 'something else'}</code>, from {by ?? whom(party)}
      </Fact>
      <Fact term="Received">{formatSeconds(t)}</Fact>
      <Fact term="Answer">
        <strong className="tabular-nums">{status ?? 'none'}</strong> {reason && <code>{reason}</code>}
        {child && (
          <>
            , with <code>{child}</code>
          </>
        )}
      </Fact>
      <Fact term="Why">{meaning(presentation, ending)}</Fact>
    </dl>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className="timer">{children}</dd>
    </>
  )
}
