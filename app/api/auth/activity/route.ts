import { handle } from '@/lib/server/handle.ts'

export const GET = handle('activity', async ({ auth, principal }) => ({
  body: { activity: await auth.listActivity(principal) },
}))
