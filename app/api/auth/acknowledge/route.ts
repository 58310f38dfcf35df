import { handle } from '@/lib/server/handle.ts'

export const POST = handle('acknowledgeAlarms', async ({ auth, principal }) => ({
  body: { acknowledgedAt: await auth.acknowledgeAlarms(principal) },
}))
