import { NextResponse } from 'next/server'
import { isAuthError } from '@/lib/auth/index.ts'
import { problem } from '@/lib/http/problem.ts'
import { isSameOrigin } from '@/lib/http/same-origin.ts'
import { authenticateHeaders } from '@/lib/server/principal.ts'
import { getServer } from '@/lib/server/server.ts'

/** The protected pages. The APIs authenticate in their own wrapper: passing through here costs half a millisecond a request. */
export const config = { matcher: ['/account/:path*', '/reauthenticate'] }

/**
 * Turns away early who would be turned away anyway: every page, action and stream behind it authenticates again, and nothing
 * trusts what it says. It never rotates (four prefetches at once would reach it before the first cookie) and sets no cookie.
 */
export async function proxy(request: Request): Promise<Response> {
  try {
    await authenticateHeaders(request.headers)
    if (request.method === 'POST') {
      const code = await faultOfAction(request)
      if (code) return problem(code)
    }
    return NextResponse.next({ headers: { 'cache-control': 'private, no-store' } })
  } catch (error) {
    if (isAuthError(error) && error.code === 'store_unavailable') return problem('store_unavailable')
    const { pathname, search } = new URL(request.url)
    const resume = new URL(`/resume?${new URLSearchParams({ next: pathname + search })}`, getServer().env.appOrigin)
    return NextResponse.redirect(resume, { status: 303, headers: { 'cache-control': 'no-store' } })
  }
}

/** The action checks its origin itself; Next.js would answer 500 to another one before that, and to a form it cannot read. */
async function faultOfAction(request: Request): Promise<'cross_origin' | 'invalid_request' | null> {
  const { env, audit } = getServer()
  const { appOrigin } = env
  const isOwn = isSameOrigin(request.headers, appOrigin) && request.headers.get('host') === new URL(appOrigin).host
  if (!isOwn) {
    audit.noteCrossOrigin('action')
    return 'cross_origin'
  }
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) return null
  return request.formData().then(
    () => null,
    () => 'invalid_request',
  )
}
