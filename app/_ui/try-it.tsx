import type { ReactNode } from 'react'

interface Step {
  title: string
  text: ReactNode
}

const steps: Step[] = [
  {
    title: 'Log in on two browsers',
    text: 'A second browser, or a private window, is a second device. Each login is a session with tokens of its own, and you see both of them live and run out.',
  },
  {
    title: 'Log out here',
    text: 'You get a receipt: what the server ended, and until when a copy of your token would still be accepted, to the second.',
  },
  {
    title: 'Log out there, or everywhere',
    text: 'End one other session, all others, or every one. The other browser is logged out by its event stream, without a click.',
  },
  {
    title: 'Change your password',
    text: 'Every other session ends. This browser goes on in a new one.',
  },
]
const choose: Step = {
  title: 'Choose a weaker way',
  text: 'Log in under 1, 2 or 3 alone, log out, and compare the receipts. Three of the four are here to be learned from.',
}

/** What can be done with an account, all of it on its page. */
export function TryIt({ labs, isHere }: { labs: boolean; isHere: boolean }) {
  return (
    <section aria-labelledby="try-it" className="mt-14">
      <h2 id="try-it" className="text-xl">
        Then log in for real
      </h2>
      <p className="mt-2 max-w-prose text-muted">
        The same engine keeps the accounts of this site: real cookies, a real database, a real denylist. Nothing is
        simulated.
        {labs && (
          <>
            {' '}
            Not yet? <a href="/learn">Five chapters</a> take each answer apart, <a href="/lab">the lab</a> lets you set
            everything yourself, and <a href="/compare">the comparison</a> says what each answer costs.
          </>
        )}
      </p>
      <ol className="mt-6 grid gap-x-10 gap-y-6 sm:grid-cols-2 lg:grid-cols-3">
        {[...steps, ...(labs ? [choose] : [])].map(({ title, text }, index) => (
          <li key={title} className="border-t border-control pt-3">
            <h3 className="flex gap-3">
              <span className="font-mono font-normal text-muted" aria-hidden="true">
                {index + 1}
              </span>
              {title}
            </h3>
            <p className="mt-1 text-sm text-muted">{text}</p>
          </li>
        ))}
      </ol>
      <p className="mt-6 flex flex-wrap items-center gap-3">
        {isHere ? (
          <a href="/account" className="button">
            Your sessions
          </a>
        ) : (
          <>
            <a href="/signup" className="button">
              Create an account
            </a>
            <a href="/login" className="button">
              Log in
            </a>
          </>
        )}
        <a href="/about">How it is built</a>
      </p>
    </section>
  )
}
