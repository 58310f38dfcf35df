import { StateIcon } from '@/app/_ui/state-icon.tsx'
import type { Family, FamilyNode } from '@/lib/lab/run/family.ts'
import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import { keyOf, keyOfNode, type Selection } from './selection.ts'
import { Stub } from './stub.tsx'
import { whom } from './words.ts'

interface Props {
  node: FamilyNode
  ending: Family['ending']
  /** How many nodes collapse before it when the family ends: the newest is the first. */
  delay: number
  isLast: boolean
  stopAt: string
  selected: Selection | null
  onSelect: (selection: Selection) => void
}

/** One token of the line, and below it everybody who came with it. */
export function NodeItem({ node, ending, delay, isLast, stopAt, selected, onSelect }: Props) {
  const { name, state, issuedAt, issuedTo, usedAt, usedBy, stolenAt, rotatedAt, presentations } = node
  const isChosen = selected !== null && keyOf(selected) === name
  return (
    <li
      className="family-node"
      data-testid="family-node"
      data-node={name}
      data-state={state}
      data-last={isLast || undefined}
    >
      <button
        type="button"
        data-step={keyOfNode(node)}
        tabIndex={stopAt === name ? 0 : -1}
        aria-pressed={isChosen}
        onClick={() => onSelect({ kind: 'node', name })}
        className="family-card"
      >
        <span className="family-bar" aria-hidden="true">
          <span className={`absolute inset-0 ${rotatedAt === null ? 'state-active' : 'state-rotated'}`} />
          <span className="family-over state-revoked" style={{ transitionDelay: `${delay * 80}ms` }} />
        </span>
        <span className="flex flex-wrap items-baseline justify-between gap-x-3">
          <code className="text-lg font-bold">{name}</code>
          <StateIcon state={state} className="text-sm" />
        </span>
        <span className="grid text-sm text-muted">
          <span className="timer">
            issued {formatSeconds(issuedAt)} to {whom(issuedTo)}
          </span>
          <span className="timer">
            {usedAt === null ? 'not used yet' : `used ${formatSeconds(usedAt)} by ${whom(usedBy)}`}
          </span>
          {stolenAt !== null && (
            <span className="timer text-text">
              <CopyIcon />
              copied {formatSeconds(stolenAt)}
            </span>
          )}
        </span>
      </button>
      {presentations.length > 0 && (
        <ol className="family-stubs" aria-label={`Who came with ${name}`}>
          {presentations.map((presentation) => (
            <Stub
              key={presentation.seq}
              presentation={presentation}
              ending={ending}
              stopAt={stopAt}
              selected={selected}
              onSelect={onSelect}
            />
          ))}
        </ol>
      )}
    </li>
  )
}

function CopyIcon() {
  return (
    <svg
      viewBox="0 0 16 16"
      className="me-1 inline size-[0.9em] fill-none stroke-current align-[-0.1em]"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d="M5.5 5.5h9v9h-9ZM3.5 10.5h-2v-9h9v2" />
    </svg>
  )
}
