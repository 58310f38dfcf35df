import { commit, recordedAt } from '@/lib/lab/recorded.ts'

/** "Recorded 24 Nov 2026 at commit abc1234": where the numbers of a page are from on which nothing has run yet. */
export function RecordedNote() {
  const date = new Date(recordedAt * 1000)
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return (
    <span data-recorded={commit}>
      Recorded <time dateTime={date.toISOString()}>{day}</time> at commit <code>{commit}</code>
    </span>
  )
}
