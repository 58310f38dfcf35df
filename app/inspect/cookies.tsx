'use client'

import { useState } from 'react'
import { parseSetCookie, type SetCookie } from '@/lib/client/lab/inspect-cookie.ts'
import type { Lab } from '@/lib/client/lab/use-lab.ts'

/** The cookies that carried the tokens, from the lines that set them, and what a script can do with them. */
export function Cookies({ lab, lines }: { lab: Lab; lines: readonly string[] }) {
  const [read, setRead] = useState<string | null>(null)
  const { answer } = lab
  const called = answer?.request === 'GET /me' ? answer : null
  return (
    <section aria-labelledby="cookies" className="grid gap-4">
      <h3 id="cookies" className="text-lg">
        The cookies it came in
      </h3>
      <CookieTable cookies={lines.map(parseSetCookie)} />
      <details>
        <summary className="min-h-7 text-sm font-semibold">The lines as they were sent</summary>
        <ul className="mt-2 grid gap-2">
          {lines.map((line) => (
            <li key={line} className="token-box">
              <code data-testid="set-cookie">{line}</code>
            </li>
          ))}
        </ul>
      </details>
      <div className="grid gap-4 rounded-md border border-line px-5 py-4">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <button type="button" data-testid="read-cookie" className="button" onClick={() => setRead(document.cookie)}>
            Try to read it from JavaScript
          </button>
          <div role="status" data-testid="read-cookie-answer">
            {read !== null && (
              <code>
                document.cookie = <span className="break-all">{JSON.stringify(read)}</span>
              </code>
            )}
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <button type="button" data-testid="call-me" className="button" onClick={() => void lab.useIt()}>
            Call /me
          </button>
          <div role="status" data-testid="call-me-answer" data-status={called?.status}>
            {called && (
              <>
                <strong>{called.status === 0 ? 'No answer' : called.status}</strong>{' '}
                {called.says ?? 'The browser sent the cookie along, unread.'}
              </>
            )}
          </div>
        </div>
        <p className="max-w-prose text-sm text-muted">
          So HttpOnly stops a script from taking the token away. It does not stop a script from using it here: whatever
          runs in this page can send the same request.
        </p>
      </div>
      <div className="grid max-w-prose gap-2 text-sm">
        <p>
          <code>__Host-</code> is a promise that the browser keeps: it takes such a cookie only with Secure, with Path=/
          and without Domain, so no neighbour on a sibling domain can set one for us.
        </p>
        <p>
          A refresh token should travel to one place alone, so its cookie wants a Path, and <code>__Host-</code> would
          forbid that. Its name begins with <code>__Secure-</code>, which demands Secure and no more. The holder is a
          random value beside it: two browsers that share one refresh token are told apart by it.
        </p>
      </div>
    </section>
  )
}

function CookieTable({ cookies }: { cookies: SetCookie[] }) {
  return (
    <table className="sheet cards text-sm">
      <caption className="sr-only">Attributes of the cookies, from their Set-Cookie lines</caption>
      <thead>
        <tr>
          <th scope="col">Cookie</th>
          <th scope="col">HttpOnly</th>
          <th scope="col">Secure</th>
          <th scope="col">SameSite</th>
          <th scope="col">Path</th>
          <th scope="col">Domain</th>
          <th scope="col">Max-Age</th>
        </tr>
      </thead>
      <tbody>
        {cookies.map(({ name, httpOnly, secure, sameSite, path, domain, maxAge }) => (
          <tr key={name} data-testid="cookie-row" data-cookie={name}>
            <th scope="row">
              <code className="break-all">{name}</code>
            </th>
            <td data-label="HttpOnly:">{httpOnly ? '✓ yes' : 'no'}</td>
            <td data-label="Secure:">{secure ? '✓ yes' : 'no'}</td>
            <td data-label="SameSite:">{sameSite ?? 'none given'}</td>
            <td data-label="Path:">
              <code className="break-all">{path ?? 'none given'}</code>
            </td>
            <td data-label="Domain:">{domain ?? 'none: this host alone'}</td>
            <td data-label="Max-Age:">{maxAge === null ? 'none: until the browser closes' : `${maxAge}\u202fs`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
