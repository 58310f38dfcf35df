import type { TestProject } from 'vitest/node'
import { MISSING, startCluster } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The administration database of the run's PostgreSQL; or why there is none, in a sentence that its tests fail with. */
    postgres: { url: string } | { missing: string }
  }
}

/** One PostgreSQL for the whole run. */
export default async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const cluster = await startCluster()
    provide('postgres', { url: cluster.url('postgres') })
    return cluster.remove
  } catch (error) {
    if ((error as Error).message !== MISSING) throw error
    provide('postgres', { missing: MISSING })
    return undefined
  }
}
