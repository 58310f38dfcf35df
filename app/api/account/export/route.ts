import { handle } from '@/lib/server/handle.ts'

export const GET = handle('exportAccount', async ({ auth, principal }) => ({
  body: await auth.exportAccount(principal),
}))
