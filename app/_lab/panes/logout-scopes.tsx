'use client'

import { Button } from '@/app/_ui/button.tsx'
import type { LogoutScope } from '@/lib/client/lab/api.ts'
import type { Lab } from '@/lib/client/lab/use-lab.ts'

const scopes: readonly { scope: LogoutScope; text: string; testId: string; primary?: true }[] = [
  { scope: 'this', text: 'Log out this device', testId: 'log-out' },
  { scope: 'others', text: 'Log out the others', testId: 'log-out-others' },
  { scope: 'everywhere', text: 'Log out everywhere', testId: 'log-out-everywhere', primary: true },
  { scope: 'password', text: 'Change the password', testId: 'change-password' },
]

/** Each button says whom it ends. */
export function LogoutScopes({ lab }: { lab: Lab }) {
  return (
    <>
      {scopes.map(({ scope, text, testId, primary }) => (
        <Button
          key={scope}
          type="button"
          kind={primary ? 'primary' : 'plain'}
          data-testid={testId}
          aria-busy={lab.busy}
          onClick={() => void lab.logOut(scope)}
        >
          {text}
        </Button>
      ))}
    </>
  )
}
