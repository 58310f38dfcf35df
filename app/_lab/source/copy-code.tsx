'use client'

import { useState } from 'react'

/** Copies the text as it stands in the file. */
export function CopyCode({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [said, setSaid] = useState('')
  async function copy() {
    setSaid('')
    await navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('The browser did not allow it'),
    )
  }
  return (
    <span className="js-only inline-flex items-center gap-2">
      <span role="status" className="text-sm text-muted">
        {said}
      </span>
      <button type="button" className="button button-small" data-testid="copy-source" onClick={() => void copy()}>
        {label}
      </button>
    </span>
  )
}
