import { formatSeconds } from '@/lib/lab/run/numbers.ts'
import type { RunState } from '@/lib/lab/run/state.ts'
import type { TheftResult } from '@/lib/lab/run/theft.ts'
import { exposureWords } from '@/lib/lab/run/words.ts'
import { who } from '../../_lab/family/words.ts'

/** The figure in words, current. */
export function summaryOf({ events, run }: RunState, { family, exposure, hasThief }: TheftResult): string {
  const { alarm, nodes, endedAt } = family
  const stolen = events.find(({ kind }) => kind === 'stolen')
  const copied = stolen ? ` A copy was made at ${formatSeconds(stolen.t)}.` : ''
  const renewals = nodes.length === 2 ? '1 renewal' : `${nodes.length - 1} renewals`
  if (endedAt === null) return `${run.guest} is logged in after ${renewals}, in one row.${copied} No alarm.`
  const why = alarm ? `${who(alarm)} presented ${alarm.token} at ${formatSeconds(alarm.t)}: alarm. ` : ''
  const after = hasThief && exposure ? ` The thief was let in after it for ${exposureWords(exposure)}.` : ''
  return `${why}The family was revoked at ${formatSeconds(endedAt)}, after ${renewals}.${after}`
}

/** The one sentence that is said aloud at this moment: copied, alarm, over. */
export function announcementOf(state: RunState, result: TheftResult): string {
  const { family, out } = result
  const stolen = state.events.find(({ kind }) => kind === 'stolen')
  if (state.phase !== 'live')
    return `Run ${state.phase === 'settled' ? 'finished' : 'stopped'}. ${summaryOf(state, result)}`
  if (family.endedAt !== null)
    return `Reuse detected at ${formatSeconds(family.endedAt)}. ${out === 'both' ? 'Both are' : 'You are'} logged out.`
  return stolen ? `A thief copied your tokens at ${formatSeconds(stolen.t)}.` : ''
}
