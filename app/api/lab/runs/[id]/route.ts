import { viewOfRun } from '@/lib/lab/index.ts'
import { handle } from '@/lib/server/handle.ts'
import { ofOwnRun } from '@/lib/server/lab-run.ts'

export const GET = handle(
  'labRun',
  ofOwnRun(async ({ lab, play, server }) => {
    const [events, view] = await Promise.all([lab.listEvents(play), lab.serverView(play)])
    return { body: { run: viewOfRun(play.row), now: server.now(), events, server: view } }
  }),
)
