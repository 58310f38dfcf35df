'use server'

import { redirect } from 'next/navigation'
import { isAuthError } from '@/lib/auth/index.ts'
import { askForPassword } from '@/lib/http/next-path.ts'
import { problemCodeOf } from '@/lib/http/problem.ts'
import { requireAction } from '@/lib/server/principal.ts'
import { getServer } from '@/lib/server/server.ts'

/** Ends one session where JavaScript is off. An action is an address of its own: it authenticates and checks the origin again. */
export async function endSession(form: FormData): Promise<void> {
  const principal = await requireAction()
  const id = form.get('id')
  redirect(await endAndTell())

  async function endAndTell(): Promise<string> {
    try {
      const receipt = await getServer().auth.revokeSession(principal, typeof id === 'string' ? id : '')
      return receipt.pending.length > 0 ? '/account?error=store_unavailable' : '/account?done=session'
    } catch (error) {
      if (!isAuthError(error)) throw error
      if (error.code === 'reauthentication_required') return askForPassword('session')
      return `/account?error=${problemCodeOf(error.code)}`
    }
  }
}
