'use client'

import { type ReactNode, useState } from 'react'
import type { Decoded } from '@/lib/client/lab/inspect.ts'
import { ClaimsTable } from './claims-table.tsx'
import { PartsLegend, TokenText } from './token-text.tsx'

/** A token's text and its claims; each shows the other. */
export function TokenView({ token, now, children }: { token: Decoded; now: number; children?: ReactNode }) {
  const [lit, setLit] = useState<string | null>(null)
  return (
    <div className="grid gap-4">
      <div className="grid gap-2">
        <PartsLegend />
        <TokenText token={token} lit={lit} onLight={setLit} />
      </div>
      {children}
      <ClaimsTable
        header={token.header}
        payload={token.payload}
        signature={token.text.slice(token.signatureAt) || '(none)'}
        now={now}
        lit={lit}
        onLight={setLit}
      />
    </div>
  )
}
