import type { ReactNode } from 'react'
import type { Region } from '@/lib/lab/run/regions.ts'
import { readSnippets } from '@/lib/lab/source/read.ts'
import { getServer } from '@/lib/server/server.ts'
import { shown } from './shown.ts'
import { SourceProvider } from './source-provider.tsx'

/** Put it around a figure on the server: it carries the code of these regions to the pane inside, once. */
export function SourceData({ regions, children }: { regions: readonly Region[]; children: ReactNode }) {
  const snippets = readSnippets()
  const { repoUrl } = getServer().env
  return (
    <SourceProvider regions={snippets ? regions.map((region) => shown(snippets, region, repoUrl)) : []}>
      {children}
    </SourceProvider>
  )
}
