import type { ReactNode } from 'react'
import results from '@/lib/bench/results.json'

interface Peer {
  label: string
  /** Of its rows in the results: in process, over HTTP. */
  names: [string, string]
  refuses: string
}

const peers: Peer[] = [
  {
    label: 'This server, a token seen before',
    names: ['authenticate, seen before (SQLite)', 'GET /api/me, SQLite, a token seen before'],
    refuses: 'Yes, at the next request',
  },
  { ...same('jose + a Map of denied ids'), refuses: 'Yes, in this one process, until it restarts' },
  { ...same('jsonwebtoken + express-jwt-blacklist (memory)'), refuses: 'Yes, in this one process, until it restarts' },
  { ...same('iron-session: unsealData'), refuses: 'No' },
  { ...same('@auth/core (next-auth): decode'), refuses: 'No' },
  { ...same('better-auth: getSession (SQLite)'), refuses: 'Yes, at the next request' },
  { ...same('better-auth: getSession (cookie cache)'), refuses: 'Not before the cached copy runs out' },
]

function same(name: string): Pick<Peer, 'label' | 'names'> {
  return { label: name, names: [name, name] }
}

/** Without the brackets that hold the middle half of the rounds. */
function median(row: { value: string } | undefined): string {
  return row?.value.split(' ')[0] ?? 'could not be measured'
}

const { date, commit, machine, measured } = results
const inProcess = rowsOf(measured.check)
const overHttp = rowsOf(measured.http)

function rowsOf(sections: typeof measured.check): Map<string, { value: string; detail: string }> {
  return new Map(sections.flatMap(({ results, others }) => [...results, ...others]).map((row) => [row.name, row]))
}

/** Ours beside the packages that people take for this, from the newest run of the benchmark: not this server's own numbers. */
export function Benchmarks() {
  return (
    <section aria-labelledby="peers" className="@container">
      <h2 id="peers" className="text-xl">
        Beside other libraries
      </h2>
      <p className="mt-2 max-w-prose">
        What a check costs, and what it is worth: whether it can refuse a stolen copy after the logout. Measured by{' '}
        <code>npm run bench</code> on {date} at commit <code>{commit}</code>, on {machine}. Ratios of one run; times are
        that machine’s, not this server’s.
      </p>
      <table className="sheet mt-4 leading-snug @max-2xl:block" data-testid="peers">
        <caption className="sr-only">A check by this server and by other libraries, from the newest benchmark</caption>
        <thead className="@max-2xl:sr-only">
          <tr>
            <th scope="col">Checked by</th>
            <th scope="col">In process ÷ jose’s verification alone</th>
            <th scope="col">GET /api/me: speed ÷ the route without a check</th>
            <th scope="col">Refuses a copy after the logout?</th>
          </tr>
        </thead>
        <tbody className="@max-2xl:block">
          {peers.map(({ label, names, refuses }, index) => (
            <tr
              key={label}
              className={`@max-2xl:block @max-2xl:border-b @max-2xl:border-line @max-2xl:py-3 ${index === 0 ? 'font-semibold' : ''}`}
            >
              <th scope="row" className="@max-2xl:block @max-2xl:border-0 @max-2xl:p-0 @max-2xl:pb-1">
                {label}
              </th>
              <Cell name="In process">{median(inProcess.get(names[0]))}</Cell>
              <Cell name="Over HTTP">
                {median(overHttp.get(names[1]))}{' '}
                <span className="font-normal text-muted">{overHttp.get(names[1])?.detail}</span>
              </Cell>
              <Cell name="Refuses">{refuses}</Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cell({ name, children }: { name: string; children: ReactNode }) {
  return (
    <td className="@max-2xl:flex @max-2xl:gap-3 @max-2xl:border-0 @max-2xl:p-0 @max-2xl:py-0.5">
      <span className="w-24 shrink-0 text-sm font-normal text-muted @2xl:hidden" aria-hidden="true">
        {name}
      </span>
      <span>{children}</span>
    </td>
  )
}
