import { listAudit } from '@/lib/server/audit-file.ts'
import { handle } from '@/lib/server/handle.ts'

export const GET = handle('exportAccount', async ({ auth, server, principal }) => ({
  body: {
    ...(await auth.exportAccount(principal)),
    audit: await listAudit(server.database.audit, principal.accountId),
  },
}))
