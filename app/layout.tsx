import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { themeScript } from '@/lib/http/theme-script.ts'
import { getServer } from '@/lib/server/server.ts'
import { AuthSync } from './_ui/auth-sync.tsx'
import { mono, text } from './_ui/fonts.ts'
import { Footer } from './_ui/footer.tsx'
import { Header } from './_ui/header.tsx'
import { whoIsHere } from './_ui/who.ts'
import './globals.css'

/** Every page says who is logged in, so none is made in advance. */
export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { default: 'Logged out? · How do you log out with a JWT?', template: '%s · Logged out?' },
  description: 'How do you log out with a JWT? Three answers, running for real, with what each of them costs.',
}
export const viewport: Viewport = { colorScheme: 'light dark' }

export default async function Layout({ children }: { children: ReactNode }) {
  return (
    // The script below writes data-js and data-theme before React looks.
    <html lang="en" className={`${text.variable} ${mono.variable}`} suppressHydrationWarning>
      <head>
        {/* A constant of ours; it runs before anything is painted. */}
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="button button-primary absolute start-4 top-2 z-10 -translate-y-20 focus-visible:translate-y-0"
        >
          Skip to the content
        </a>
        <Header />
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-page px-4 pt-8 pb-16 focus:outline-none sm:px-6">
          {children}
        </main>
        <Footer />
        <Sync />
      </body>
    </html>
  )
}

/** Nothing is synchronised where the stores could not say who is here. */
async function Sync() {
  const who = await whoIsHere()
  if (who.status === 'unknown') return null
  if (who.status === 'guest') return <AuthSync loggedIn={false} />
  const { principal, session } = who
  return (
    <AuthSync
      loggedIn
      accessExpiresAt={principal.expiresAt}
      refreshExpiresAt={session?.endedAt === null ? session.refreshExpiresAt : null}
      now={getServer().now()}
    />
  )
}
