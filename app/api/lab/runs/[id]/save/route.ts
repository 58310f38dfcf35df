import { handle } from '@/lib/server/handle.ts'
import { ofOwnRun } from '@/lib/server/lab-run.ts'

export const POST = handle(
  'labSave',
  ofOwnRun(async ({ lab, play }) => ({ body: { id: await lab.save(play) } })),
)
