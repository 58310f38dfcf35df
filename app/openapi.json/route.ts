import { openApiDocument } from '@/lib/http/openapi.ts'
import { handle } from '@/lib/server/handle.ts'

export const GET = handle('openapi', async ({ server }) => ({ body: openApiDocument(server.env.appOrigin) }))
