import type { ReactNode } from 'react'

/** OWASP Application Security Verification Standard 5.0.0, requirement 7.4.1, word for word. */
export function Asvs({ children }: { children?: ReactNode }) {
  return (
    <div className="grid gap-2 text-sm">
      <blockquote className="border-s-2 border-control ps-4">
        “Verify that when session termination is triggered (such as logout or expiration), the application disallows any
        further use of the session. For reference tokens or stateful sessions, this means invalidating the session data
        at the application backend. Applications using self-contained tokens will need a solution such as maintaining a
        list of terminated tokens, disallowing tokens produced before a per-user date and time or rotating a per-user
        signing key.”
      </blockquote>
      <p className="text-muted">
        OWASP ASVS 5.0,{' '}
        <a href="https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x16-V7-Session-Management.md">V7.4.1</a>. {children}
      </p>
    </div>
  )
}
