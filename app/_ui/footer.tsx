import { readSnippets } from '@/lib/lab/source/read.ts'
import { type DenylistStatus, getServer, type StoreStatus } from '@/lib/server/server.ts'
import { version } from '../../package.json'
import { Stamp } from './stamp.tsx'

/** What this page ran on. The stores are asked now, for this very page. */
export async function Footer() {
  const { database, denylist } = await getServer().status()
  return (
    <footer className="mt-auto border-t border-line">
      <div className="mx-auto flex max-w-page flex-wrap items-baseline gap-x-6 gap-y-1 px-4 py-4 text-sm text-muted sm:px-6">
        <span>
          Logged out? {version}
          <Commit />
        </span>
        <Store name="Database" {...database} />
        <Store name="Denylist" {...denylist} />
        <a href="/about" className="screen-only inline-flex min-h-7 items-center text-muted">
          About
        </a>
      </div>
    </footer>
  )
}

/** What was built, where the checkout told; the link only where the repository's address is known. */
function Commit() {
  const { commit = null, changed = [], builtAt = 0 } = readSnippets() ?? {}
  if (commit === null) return null
  const { repoUrl } = getServer().env
  const short = <code>{commit.slice(0, 7)}</code>
  const day = new Date(builtAt * 1000).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return (
    <>
      {' · commit '}
      {repoUrl ? (
        <a href={`${repoUrl}/tree/${commit}`} className="text-muted">
          {short}
        </a>
      ) : (
        short
      )}
      {changed.length > 0 && ' and later changes'}, built {day}
    </>
  )
}

interface StoreProps extends StoreStatus {
  name: string
  state?: DenylistStatus['state']
}

function Store({ name, driver, status, milliseconds, state }: StoreProps) {
  const isAlone = status !== 'ok' && state !== undefined && state !== null
  return (
    <span data-testid={`store-${name.toLowerCase()}`} data-status={status}>
      {name} ({driver}
      {state?.lease && ', a leased copy here'}){' '}
      {status === 'ok' ? (
        <>
          <span className="tabular-nums">{twoDigits(milliseconds)}&#8239;ms</span> <Stamp kind="measured" />
        </>
      ) : (
        <strong className="text-text">
          {state?.trust === 'rebuilding' ? 'is being rebuilt' : 'does not answer'}
          {isAlone && ': the database is asked'}
        </strong>
      )}
    </span>
  )
}

const twoDigits = (value: number): string => (value < 0.01 ? '< 0.01' : Number(value.toPrecision(2)).toString())
