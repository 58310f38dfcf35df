'use client'

import { useEffect, useRef, useState } from 'react'
import { resume } from '@/lib/client/resume.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'
import { PageHead } from './page-head.tsx'

const words = {
  offline: { title: 'The server did not answer.', detail: 'Nothing has been ended. Try again in a moment.' },
  circle: {
    title: 'The page asked for it again at once.',
    detail:
      'Your login was renewed a moment ago, but this browser may not have kept the cookie. Try again in a moment.',
  },
}

/** Renews once as the page opens, and goes on. */
export function Resume({ next }: { next: string }) {
  const started = useRef(false)
  const [failure, setFailure] = useState<keyof typeof words | null>(null)

  async function run(asked: boolean) {
    setFailure(null)
    const result = await resume(next, asked)
    if (result !== 'leaving') setFailure(result)
  }

  useEffect(() => {
    if (started.current) return
    started.current = true
    void run(false)
  }, [])

  return (
    <div className="js-only">
      <PageHead title={failure ? 'Your login is not renewed yet.' : 'Renewing your login…'}>
        <p role="status">{failure ? '' : 'The access token has expired. A new one is being fetched.'}</p>
      </PageHead>
      {failure && (
        <Notice tone="error" title={words[failure].title} role="alert">
          <p>{words[failure].detail}</p>
          <Button type="button" kind="primary" className="mt-3" onClick={() => void run(true)}>
            Try again
          </Button>
        </Notice>
      )}
    </div>
  )
}
