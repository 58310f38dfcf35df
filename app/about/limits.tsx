import type { Lifetimes } from '@/lib/auth/index.ts'
import { formatDuration } from '@/lib/client/durations.ts'
import { Stamp } from '../_ui/stamp.tsx'

/** What is not claimed. */
export function Limits({ lifetimes: { access, longAccess, refreshIdle, refreshMax } }: { lifetimes: Lifetimes }) {
  return (
    <section aria-labelledby="limits" className="max-w-prose">
      <h2 id="limits" className="text-xl">
        What to keep in mind
      </h2>
      <ul className="mt-3 grid list-disc gap-2 ps-5 marker:text-muted">
        <li>
          Every number here is either <Stamp kind="measured" />, by this server and for this page, or{' '}
          <Stamp kind="calculated" /> from its settings: access tokens live {formatDuration(access)} where they can be
          renewed and {formatDuration(longAccess)} where they cannot; a refresh token may lie unused for{' '}
          {formatDuration(refreshIdle)}, and no login outlives {formatDuration(refreshMax)}.
        </li>
        <li>
          “A stolen copy” means a copy of the token, wherever it came from. How tokens leak is another lesson, and so is
          what a script in your own page could do with a cookie it cannot read.
        </li>
        <li>The stores run on the machine that answers you. Over a network they would take longer.</li>
        <li>
          Kept about you: the e-mail address you chose, a hash of the password, your sessions with the name of browser
          and system, and what happened to them; and your network address, while the limits on logins count. You can
          download what belongs to your account from <a href="/account">your account</a>.
        </li>
        <li>
          Pages can be read without JavaScript, by keyboard alone, in light and dark, and at 320 pixels. What does not
          work for you is a bug.
        </li>
      </ul>
    </section>
  )
}
