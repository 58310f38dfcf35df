import { LogoutForm } from './auth-logout-form.tsx'
import { MainNav } from './main-nav.tsx'
import { ThemeToggle } from './theme-toggle.tsx'
import { whoIsHere } from './who.ts'

/** On every page: where we are, who is here, and a way out that no menu hides. */
export async function Header() {
  return (
    <header className="screen-only border-b border-line">
      <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-3 gap-y-1.5 px-4 sm:gap-x-5 py-2 sm:px-6">
        <a href="/" className="flex min-h-9 items-center gap-2 text-lg font-bold text-text no-underline">
          <Mark />
          Logged out?
        </a>
        <MainNav />
        <ThemeToggle />
        <SessionChip />
      </div>
    </header>
  )
}

/** A token, the moment of logging out, and what is left of its life. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" className="size-6 shrink-0 fill-none stroke-current" aria-hidden="true">
      <rect x="2" y="10" width="14" height="12" rx="1" fill="currentColor" stroke="none" />
      <path d="M20 4v24" strokeWidth="3" />
      <path d="M20 11h9.5v10H20" strokeWidth="2" strokeDasharray="3 2.5" />
    </svg>
  )
}

async function SessionChip() {
  const who = await whoIsHere()
  if (who.status === 'unknown') return <p className="text-sm text-muted">Who you are cannot be checked right now.</p>
  if (who.status === 'guest')
    return (
      <p data-testid="session-chip" className="flex items-center justify-between gap-4 text-sm max-sm:ms-auto">
        <span className="text-muted max-sm:sr-only">Guest</span>
        <a href="/login" className="button button-small">
          Log in
        </a>
      </p>
    )
  return (
    <div
      data-testid="session-chip"
      className="flex max-w-full min-w-0 items-center justify-between gap-4 text-sm max-sm:grow"
    >
      <a href="/account" className="flex min-h-9 min-w-0 items-center gap-1 text-text no-underline">
        <span className="truncate underline underline-offset-3">{who.email ?? 'A deleted account'}</span>
        <span className="shrink-0 text-muted"> · this device</span>
      </a>
      <LogoutForm action="logout" className="shrink-0">
        <button type="submit" className="button button-small">
          Log out
        </button>
      </LogoutForm>
    </div>
  )
}
