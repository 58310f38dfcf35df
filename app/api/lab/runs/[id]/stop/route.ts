import { handle } from '@/lib/server/handle.ts'
import { ofOwnRun } from '@/lib/server/lab-run.ts'

export const POST = handle(
  'labStop',
  ofOwnRun(async ({ lab, play }) => {
    await lab.stop(play)
    return { body: {} }
  }),
)
