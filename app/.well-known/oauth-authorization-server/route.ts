import { handle } from '@/lib/server/handle.ts'

export const GET = handle('metadata', async ({ server }) => {
  const { appOrigin, introspectionClients } = server.env
  return {
    body: {
      issuer: appOrigin,
      jwks_uri: `${appOrigin}/.well-known/jwks.json`,
      response_types_supported: [],
      revocation_endpoint: `${appOrigin}/oauth/revoke`,
      // Whoever has the token may end it; there is no other client to know.
      revocation_endpoint_auth_methods_supported: ['none'],
      ...(introspectionClients.length > 0 && {
        introspection_endpoint: `${appOrigin}/oauth/introspect`,
        introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      }),
    },
  }
})
