'use client'

import { Button } from '@/app/_ui/button.tsx'
import type { Lab } from '@/lib/client/lab/use-lab.ts'
import type { LogoutScope } from '@/lib/http/lab-schemas.ts'
import { isLoggedIn } from '@/lib/lab/run/held.ts'

const scopes: readonly { scope: LogoutScope; text: string; testId: string; primary?: true }[] = [
  { scope: 'this', text: 'Log out this device', testId: 'log-out' },
  { scope: 'others', text: 'Log out the others', testId: 'log-out-others' },
  { scope: 'everywhere', text: 'Log out everywhere', testId: 'log-out-everywhere', primary: true },
  { scope: 'password', text: 'Change the password', testId: 'change-password' },
]

/** Each button says whom it ends. Whoever is out can only log out again: the rest is asked of an open session. */
export function LogoutScopes({ lab }: { lab: Lab }) {
  const { state } = lab.run
  const isIn = state !== null && isLoggedIn(state)
  return (
    <>
      {scopes.map(({ scope, text, testId, primary }) => {
        const isOpen = isIn || scope === 'this'
        return (
          <Button
            key={scope}
            type="button"
            kind={primary ? 'primary' : 'plain'}
            data-testid={testId}
            aria-busy={lab.busy}
            aria-disabled={!isOpen}
            onClick={() => isOpen && void lab.logOut(scope)}
          >
            {!isIn && scope === 'this' ? 'Log out again' : text}
          </Button>
        )
      })}
    </>
  )
}
