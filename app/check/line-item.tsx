'use client'

import { ChoiceItem } from './choice-item.tsx'
import type { MissingLine } from './missing-line.ts'

interface Props {
  number: number
  line: MissingLine
  onResult(right: boolean): void
}

/** The code that runs here, with the line that decides left out. */
export function LineItem({ number, line: { path, from, lines, choices }, onResult }: Props) {
  return (
    <ChoiceItem
      id="line"
      number={number}
      title={
        <>
          A line of <code>{path}</code> is missing. Neither may a denied copy get in while the denylist is down, nor may
          everybody be locked out.
        </>
      }
      asks="Which line is it?"
      choices={choices}
      mono
      about={
        <pre className="rounded-md border border-line bg-surface p-4 text-sm break-words whitespace-pre-wrap">
          <code>
            {lines.map((text, index) => (
              <span key={from + index} className="block min-h-[1.5em]">
                <span className="me-4 inline-block w-8 text-end text-muted select-none" aria-hidden="true">
                  {from + index}
                </span>
                {text ?? (
                  <mark className="bg-transparent text-text outline-2 outline-text outline-dashed">
                    {' '}
                    ? the missing line{' '}
                  </mark>
                )}
              </span>
            ))}
          </code>
        </pre>
      }
      because={
        <p>
          <a href={`/source/${path}#denylist-check`}>Read it where it stands</a>
        </p>
      }
      onResult={onResult}
    />
  )
}
