import { Stamp } from '@/app/_ui/stamp.tsx'

export function WhichOne() {
  return (
    <section aria-labelledby="which" className="max-w-prose">
      <h2 id="which" className="text-xl">
        Which one?
      </h2>
      <dl className="mt-3 grid gap-3">
        <div>
          <dt className="font-semibold">Must a stolen copy die at once?</dt>
          <dd>
            No: <strong>Starve it</strong>, with a life that you would accept as the answer to “how long was somebody
            else still in?”. Yes: <strong>Starve it and deny it</strong>.
          </dd>
        </div>
        <div>
          <dt className="font-semibold">Do you have one service and one database?</dt>
          <dd>
            Consider a plain server session. A request asks the database anyway; logging out deletes a row, and nothing
            on this page is needed.
          </dd>
        </div>
        <div>
          <dt className="font-semibold">Can your clients not renew?</dt>
          <dd>
            <strong>Deny it</strong>: long tokens are only acceptable where they can be refused.
          </dd>
        </div>
        <div>
          <dt className="font-semibold">When is “Forget it” enough?</dt>
          <dd>Alone, never. As what the browser does besides, always.</dd>
        </div>
      </dl>
    </section>
  )
}

export function Method() {
  return (
    <details className="rounded-md border border-line px-4 open:bg-surface">
      <summary className="min-h-11 py-2 font-semibold">How we measured</summary>
      <ul className="grid max-w-prose list-disc gap-2 ps-5 pb-4 marker:text-muted">
        <li>
          One run with four sessions, one per strategy. Your browser asks for the same protected resource with each
          token in turn, one request at a time, 220 rounds. The first 20 are dropped.
        </li>
        <li>
          <Stamp kind="measured" /> is what the server says it spent on the check, in <code>Server-Timing</code>:
          signature, expiry, stores. The network between you and the server is not in it, and neither is the writing of
          the lab’s own diary.
        </li>
        <li>
          “Added” is the median of the differences to Forget it within a round. If its 95&#8239;% interval (by order
          statistics) holds 0, there is no difference we can measure here, and we say so.
        </li>
        <li>
          p50 and p95 are nearest-rank percentiles. The CSV has every request that counts; from it anybody gets the same
          numbers.
        </li>
        <li>Calls are counted by a wrapper around each store, not derived from the name of the strategy.</li>
        <li>
          Exposure is the time from the commit of the logout to the last request of the attacker that got in, and it is
          an interval: the attacker tries one to four times a second, so the truth lies before the next try.{' '}
          <code>exp</code> is in whole seconds, so a life may be up to a second shorter than its setting.
        </li>
        <li>
          <strong>Loopback flatters every store.</strong> Here the stores are on the machine that answers. Over a
          network a lookup costs a round trip: add yours.
        </li>
      </ul>
    </details>
  )
}
