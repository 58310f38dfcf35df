'use client'

import { useEffect, useRef, useState } from 'react'
import { resume } from '@/lib/client/resume.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'
import { PageHead } from './page-head.tsx'

/** Renews once as the page opens, and goes on. */
export function Resume({ next }: { next: string }) {
  const started = useRef(false)
  const [offline, setOffline] = useState(false)

  async function run() {
    setOffline(false)
    setOffline((await resume(next)) === 'offline')
  }

  useEffect(() => {
    if (started.current) return
    started.current = true
    void run()
  }, [])

  return (
    <div className="js-only">
      <PageHead title={offline ? 'Your login is not renewed yet.' : 'Renewing your login…'}>
        <p role="status">{offline ? '' : 'The access token has expired. A new one is being fetched.'}</p>
      </PageHead>
      {offline && (
        <Notice tone="error" title="The server did not answer." role="alert">
          <p>Nothing has been ended. Try again in a moment.</p>
          <Button type="button" kind="primary" className="mt-3" onClick={() => void run()}>
            Try again
          </Button>
        </Notice>
      )}
    </div>
  )
}
