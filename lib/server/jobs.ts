import { errorName, log } from './log.ts'
import type { Server } from './server.ts'

/** Seconds. An outbox that is not empty is a logout that somebody waits for. */
const DRAIN_EVERY = 2
const PRUNE_EVERY = 30
const FLUSH_EVERY = 1
/** Rows in one go, all tables together: requests are answered in between. */
const BATCH = 500

/** What the process does beside answering. Returns how to stop. */
export function startJobs({ auth, audit, database, env, lab }: Server): () => void {
  const jobs = [
    every(PRUNE_EVERY, 'prune', () => prune(database.store)),
    every(FLUSH_EVERY, 'audit_flush', () => audit.flush()),
  ]
  if (lab) jobs.push(every(PRUNE_EVERY, 'lab_sweep', lab.sweep))
  if (env.denylist.kind !== 'database') jobs.push(every(DRAIN_EVERY, 'drain', auth.drainOutbox))
  return () => {
    for (const stop of jobs) stop()
  }
}

async function prune(store: Server['database']['store']): Promise<void> {
  while ((await store.prune(BATCH)) > 0) await new Promise((resolve) => setImmediate(resolve))
}

/** Runs `job`, then again `seconds` after it has ended. */
function every(seconds: number, event: string, job: () => Promise<unknown>): () => void {
  let timer = setTimeout(run, seconds * 1000).unref()
  async function run() {
    await job().catch((error) => log.error({ event, ...errorName(error) }))
    timer = setTimeout(run, seconds * 1000).unref()
  }
  return () => clearTimeout(timer)
}
