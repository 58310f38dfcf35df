import type { Metadata } from 'next'
import { readReceipt } from '@/lib/server/receipt.ts'
import { getServer } from '@/lib/server/server.ts'
import { LogoutForm } from '../_ui/auth-logout-form.tsx'
import { Button } from '../_ui/button.tsx'
import { Notice } from '../_ui/notice.tsx'
import { PageHead } from '../_ui/page-head.tsx'
import { Time } from '../_ui/token-time.tsx'
import { whoIsHere } from '../_ui/who.ts'
import { EndedTable } from './ended-table.tsx'
import { Exposure } from './exposure.tsx'
import { headline } from './words.ts'

export const metadata: Metadata = { title: 'After logging out' }

export default async function LoggedOutPage() {
  const now = getServer().now()
  const [shown, who] = await Promise.all([readReceipt(), whoIsHere()])
  const isHere = who.status === 'here'
  if (!shown)
    return (
      <div className="mx-auto max-w-sheet">
        <PageHead title={isHere ? 'You are logged in here.' : 'You are not logged in here.'}>
          <p>Nothing was logged out in this browser during the last ten minutes.</p>
        </PageHead>
        {isHere ? <ToAccount /> : <LogIn />}
      </div>
    )

  const { at, receipt, othersOpen, endedCount } = shown
  const isPending = receipt.pending.length > 0
  return (
    <div
      className="mx-auto max-w-sheet"
      data-testid="receipt"
      data-access={receipt.access}
      data-refresh={receipt.refresh}
    >
      <PageHead title={headline(shown)}>
        <p>
          At <Time at={at} now={now} className="text-text" />, by the server’s clock.
        </p>
      </PageHead>
      <div className="grid gap-8">
        {isPending && (
          <Notice tone="error" title="The server did not confirm it.">
            <p className="mb-3">
              This browser holds no token any more, but what it held may still be accepted.{' '}
              {receipt.refresh === 'pending'
                ? 'The server could not write it down, so nothing goes on by itself: try again.'
                : 'It is written down, and the server goes on trying by itself; you can ask again.'}
            </p>
            <LogoutForm action="logout">
              <Button kind="primary">Try again</Button>
            </LogoutForm>
          </Notice>
        )}
        <dl className="sheet-list">
          <dt>This browser’s cookies</dt>
          <dd>{receipt.cookiesCleared ? 'Cleared: it holds no token any more.' : 'Not cleared.'}</dd>
          <Exposure receipt={receipt} endedCount={endedCount} now={now} />
          <dt>Other devices</dt>
          <dd>
            <OtherDevices shown={othersOpen} />
          </dd>
        </dl>
        {endedCount > 1 && <EndedTable receipt={receipt} endedCount={endedCount} now={now} />}
        {isHere ? <ToAccount /> : <LogIn />}
      </div>
    </div>
  )
}

function OtherDevices({ shown }: { shown: number | null }) {
  if (shown === null) return 'Not known: this browser could not show whose sessions to count.'
  if (shown === 0) return 'None was still logged in.'
  return (
    <>
      {shown} still logged in. <a href="/login?next=/account">Log in to end {shown === 1 ? 'it' : 'them'}</a>
    </>
  )
}

function ToAccount() {
  return (
    <p>
      You are logged in here now. <a href="/account">To your sessions</a>
    </p>
  )
}

function LogIn() {
  return (
    <p className="flex flex-wrap gap-3">
      <a href="/login" className="button button-primary">
        Log in again
      </a>
      <a href="/" className="button">
        To the start page
      </a>
    </p>
  )
}
