import { handle } from '@/lib/server/handle.ts'
import { ofOwnRun } from '@/lib/server/lab-run.ts'

export const POST = handle(
  'labReplay',
  ofOwnRun(async ({ lab, play }) => {
    const status = await lab.replay(play)
    return status === null ? { problem: 'run_not_found' } : { body: { status } }
  }),
)
