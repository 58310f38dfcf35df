import { headers } from 'next/headers'
import { forbidden, redirect, unauthorized } from 'next/navigation'
import { cache } from 'react'
import { isAuthError, type Principal } from '../auth/index.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { readTokens } from '../http/tokens.ts'
import { getServer } from './server.ts'

/** Who is asking, by the same function as everywhere. Throws AuthError, or AmbiguousTokens. */
export async function authenticateHeaders(given: Headers): Promise<Principal> {
  const { auth, refusals, audit } = getServer()
  try {
    return await auth.authenticate(readTokens(given).accessToken)
  } catch (error) {
    refusals.note(error)
    audit.noteError(error, 'page')
    throw error
  }
}

/** Null: nobody, or nobody any more. Throws when the stores cannot say. Asked once per page, however many parts ask. */
export const currentPrincipal = cache(async (): Promise<Principal | null> => {
  try {
    return await authenticateHeaders(await headers())
  } catch (error) {
    if (isAuthError(error) && error.code === 'store_unavailable') throw error
    return null
  }
})

/** For pages. An expired one goes to /resume, which renews once and comes back. */
export async function requirePrincipal(next: string): Promise<Principal> {
  return (await currentPrincipal()) ?? redirect(`/resume?${new URLSearchParams({ next })}`)
}

/** For server actions. Next's own check lets a missing Origin pass, and believes a forwarded host that a client sent. */
export async function requireAction(): Promise<Principal> {
  const { env, audit } = getServer()
  if (!isSameOrigin(await headers(), env.appOrigin)) {
    audit.noteCrossOrigin('action')
    forbidden()
  }
  return (await currentPrincipal()) ?? unauthorized()
}
