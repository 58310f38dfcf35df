import { NextResponse } from 'next/server'
import { isAuthError } from '@/lib/auth/index.ts'
import { problem } from '@/lib/http/problem.ts'
import { authenticateHeaders } from '@/lib/server/principal.ts'
import { getServer } from '@/lib/server/server.ts'

/** The protected pages. The APIs authenticate in their own wrapper: passing through here costs half a millisecond a request. */
export const config = { matcher: ['/account/:path*'] }

/**
 * Turns away early who would be turned away anyway: every page, action and stream behind it authenticates again, and nothing
 * trusts what it says. It never rotates (four prefetches at once would reach it before the first cookie) and sets no cookie.
 */
export async function proxy(request: Request): Promise<Response> {
  try {
    await authenticateHeaders(request.headers)
    return NextResponse.next({ headers: { 'cache-control': 'private, no-store' } })
  } catch (error) {
    if (isAuthError(error) && error.code === 'store_unavailable') return problem('store_unavailable')
    const { pathname, search } = new URL(request.url)
    const resume = new URL(`/resume?${new URLSearchParams({ next: pathname + search })}`, getServer().env.appOrigin)
    return NextResponse.redirect(resume, { status: 303, headers: { 'cache-control': 'no-store' } })
  }
}
