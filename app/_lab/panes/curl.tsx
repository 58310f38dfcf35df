'use client'

import { useState } from 'react'
import { Button } from '@/app/_ui/button.tsx'
import { lab } from '@/lib/client/lab/api.ts'

/** The attacker's request for the reader's own terminal. A lab token is powerless outside its run, so it may be shown. */
export function Curl({ runId }: { runId: string }) {
  const [command, setCommand] = useState<string | null>(null)
  const [said, setSaid] = useState('')

  async function copy() {
    const answer = await lab.tokens(runId)
    if (!answer.ok) return setSaid(answer.problem)
    const token = answer.value.tokens.findLast(({ kind, session }) => kind === 'access' && session === 1)
    if (!token) return setSaid('No token was issued yet.')
    const text = `curl -i -H 'Authorization: Bearer ${token.text}' ${location.origin}/api/lab/runs/${runId}/me`
    setCommand(text)
    await navigator.clipboard?.writeText(text).then(
      () => setSaid('Copied. Run it in a terminal, and you are the attacker.'),
      () => setSaid('Select it and copy it by hand.'),
    )
  }

  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button type="button" className="button-small" data-testid="curl" onClick={() => void copy()}>
          Copy as curl
        </Button>
        <span role="status" className="text-sm text-muted">
          {said}
        </span>
      </div>
      {command && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and keyboards have to reach that
          tabIndex={0}
          data-testid="curl-command"
          className="overflow-x-auto rounded-md border border-line bg-surface p-2 text-sm"
        >
          <code>{command}</code>
        </pre>
      )}
    </div>
  )
}
