import type { Snippets } from '@/lib/lab/source/snippets.ts'
import { getServer } from '@/lib/server/server.ts'
import { Notice } from '../_ui/notice.tsx'
import { Time } from '../_ui/token-time.tsx'

/** Which state of the source is shown. */
export function BuiltFrom({ snippets }: { snippets: Snippets | null }) {
  if (!snippets)
    return (
      <Notice title="The code was not built with these pages.">
        <p>
          <code>npm start</code> and <code>npm run dev</code> do that. It is in <code>lib/auth</code>.
        </p>
      </Notice>
    )
  const { commit, changed, builtAt } = snippets
  return (
    <p className="text-sm text-muted">
      Read from the files at <Time at={builtAt} now={getServer().now()} />
      {commit ? (
        <>
          , at commit <code className="text-text">{commit.slice(0, 12)}</code>
          {changed.length > 0 && ` with changes in ${changed.join(', ')}`}.
        </>
      ) : (
        '. Not from a repository, so no commit can be named.'
      )}
    </p>
  )
}
