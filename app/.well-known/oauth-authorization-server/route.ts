import { handle } from '@/lib/server/handle.ts'

export const GET = handle('metadata', async ({ server }) => {
  const { appOrigin } = server.env
  return { body: { issuer: appOrigin, jwks_uri: `${appOrigin}/.well-known/jwks.json`, response_types_supported: [] } }
})
