'use client'

import { useState } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { type Lab, tokenKey } from '@/lib/client/lab/use-lab.ts'

/** Runs what a script injected into this page would run, and prints exactly what it gets. */
export function Xss({ lab: { view } }: { lab: Lab }) {
  const [printed, setPrinted] = useState<{ code: string; value: string } | null>(null)
  if (!view) return null
  const inStorage = view.settings.storage === 'localStorage'
  const key = tokenKey(view.id)

  function read() {
    if (inStorage) setPrinted({ code: `localStorage.getItem('${key}')`, value: localStorage.getItem(key) ?? 'null' })
    else setPrinted({ code: 'document.cookie', value: JSON.stringify(document.cookie) })
  }

  return (
    <div className="grid gap-2">
      <div>
        <Button type="button" className="button-small" data-testid="read-like-xss" onClick={read}>
          Read it like an XSS would
        </Button>
      </div>
      <div role="status">
        {printed && (
          <div className="grid gap-1 text-sm">
            <p>
              <code>{printed.code}</code> gives
            </p>
            <pre
              data-testid="xss-result"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and keyboards have to reach that
              tabIndex={0}
              className="overflow-x-auto rounded-md border border-line bg-surface p-2"
            >
              <code>{printed.value}</code>
            </pre>
            <p className="text-muted">
              {inStorage
                ? 'Whoever can run a script in this page has the token.'
                : 'The cookie is HttpOnly, like every other cookie of this site: a script sees nothing. It can still send requests, and the browser adds the cookie to them.'}
            </p>
          </div>
        )}
      </div>
    </div>
  )
}
