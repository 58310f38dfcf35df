'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Shown } from './shown.ts'

const Context = createContext<readonly Shown[]>([])

/** The code that a page brought with it. */
export function SourceProvider({ regions, children }: { regions: readonly Shown[]; children: ReactNode }) {
  return <Context value={regions}>{children}</Context>
}

export const useSource = (): readonly Shown[] => useContext(Context)
