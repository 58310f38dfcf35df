import { auditFile } from '@/lib/server/audit-file.ts'
import { handle } from '@/lib/server/handle.ts'

export const GET = handle('audit', async ({ auth, server, principal }) => {
  await auth.requireOpen(principal)
  return auditFile(server.database.audit, principal.accountId)
})
