import type { ReactNode } from 'react'

interface Part {
  says: string
  here: ReactNode
  files: string[]
}

/** In the order in which they are best read. Paths are those of the repository. */
const parts: Part[] = [
  {
    says: 'A JWT is checked by its signature and its expiry alone',
    here: 'Signature, algorithm, issuer, audience, type, and every claim by type and range.',
    files: ['lib/auth/access-token.ts', 'lib/auth/principal.ts'],
  },
  {
    says: 'Answer 1: delete it on the client',
    here: 'The cookies are cleared in every answer to a logout. Alone, that is the strategy client-side.',
    files: ['lib/http/cookies.ts', 'lib/auth/strategies.ts'],
  },
  {
    says: 'Answer 2: a denylist',
    here: 'An entry for the session, kept until the last token issued in it has expired. Some call it a blacklist.',
    files: ['lib/auth/denylist.ts', 'lib/auth/authenticate.ts'],
  },
  {
    says: 'Answer 3: short tokens and a refresh token',
    here: 'Every renewal replaces the refresh token. Whoever shows a replaced one, beyond a lost answer, ends the session: there are two copies.',
    files: ['lib/auth/refresh-token.ts', 'lib/auth/refresh.ts'],
  },
  {
    says: 'Logging out',
    here: 'This session, one other, all others, or everywhere; with a receipt of what is certain and what is not.',
    files: ['lib/auth/logout.ts', 'lib/auth/logout-many.ts', 'lib/auth/receipt.ts'],
  },
  {
    says: 'Middleware',
    here: 'Every API answers through one wrapper. proxy.ts only turns pages away early, and nothing trusts it.',
    files: ['lib/server/handle.ts', 'lib/server/principal.ts', 'proxy.ts'],
  },
]

export function Article() {
  return (
    <section aria-labelledby="article">
      <h2 id="article" className="text-xl">
        From the article to the code
      </h2>
      <p className="mt-2 max-w-prose text-muted">
        The engine is in <code>lib/auth</code>: short files without a framework, made to be read and taken home.
      </p>
      <table className="sheet mt-5 max-sm:block">
        <thead className="max-sm:sr-only">
          <tr>
            <th scope="col" className="w-[30%]">
              What the article is about
            </th>
            <th scope="col">How it is done here</th>
            <th scope="col" className="w-[28%]">
              In which files
            </th>
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {parts.map(({ says, here, files }) => (
            <tr key={says} className="max-sm:block max-sm:border-b max-sm:border-line max-sm:py-3">
              <th scope="row" className="max-sm:block max-sm:border-0 max-sm:p-0">
                {says}
              </th>
              <td className="max-sm:block max-sm:border-0 max-sm:p-0">{here}</td>
              <td className="max-sm:block max-sm:border-0 max-sm:p-0">
                <ul className="text-sm">
                  {files.map((file) => (
                    <li key={file}>
                      <code>{file}</code>
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
