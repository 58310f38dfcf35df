'use client'

import { dateOf, type Member } from '@/lib/client/lab/inspect.ts'
import { useNow } from '@/lib/client/use-now.ts'
import { Badge, conditionByDates } from './badge.tsx'
import { ClaimsTable } from './claims-table.tsx'

interface Props {
  header: Pick<Member, 'name' | 'value'>[]
  payload: Pick<Member, 'name' | 'value'>[]
  /** Server seconds of this render. */
  now: number
}

/** Claims without the token they came from. */
export function LoginClaims({ header, payload, now: rendered }: Props) {
  const now = useNow(rendered)
  const expiresAt = dateOf({ payload }, 'exp')
  return (
    <div className="grid gap-4">
      <Badge state={conditionByDates(dateOf({ payload }, 'iat'), expiresAt, now)} expiresAt={expiresAt} now={now} />
      <ClaimsTable header={header} payload={payload} signature="•••" now={now} />
    </div>
  )
}
