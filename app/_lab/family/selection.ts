import type { Family, FamilyNode, Presentation } from '@/lib/lab/run/family.ts'

/** One thing in the chain: a token, or somebody who came with it. */
export type Selection = { kind: 'node'; name: string } | { kind: 'presentation'; seq: number }

export const keyOf = (selection: Selection): string =>
  selection.kind === 'node' ? selection.name : `event-${selection.seq}`
export const keyOfNode = ({ name }: FamilyNode): string => name
export const keyOfPresentation = ({ seq }: Presentation): string => keyOf({ kind: 'presentation', seq })

/** Everything that can be chosen, in the order in which it stands there, and the one that Tab reaches. */
export function useSteps({ nodes }: Family, selected: Selection | null): { steps: string[]; stopAt: string } {
  const steps = nodes.flatMap((node) => [keyOfNode(node), ...node.presentations.map(keyOfPresentation)])
  const chosen = selected && keyOf(selected)
  return { steps, stopAt: chosen && steps.includes(chosen) ? chosen : (steps[0] ?? '') }
}

export type Selected = { kind: 'node'; node: FamilyNode } | { kind: 'presentation'; presentation: Presentation }

/** What was chosen, as it stands now. */
export function find({ nodes, presentations }: Family, selected: Selection | null): Selected | null {
  if (selected?.kind === 'node') {
    const node = nodes.find(({ name }) => name === selected.name)
    return node ? { kind: 'node', node } : null
  }
  const presentation = presentations.find(({ seq }) => seq === selected?.seq)
  return presentation ? { kind: 'presentation', presentation } : null
}
