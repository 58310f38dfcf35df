import { getServer } from '@/lib/server/server.ts'
import { RaceLab } from './_lab/race/race-lab.tsx'
import { Answers } from './_ui/answers.tsx'
import { TryIt } from './_ui/try-it.tsx'
import { whoIsHere } from './_ui/who.ts'

export default async function LandingPage() {
  const { labs } = getServer().env
  const isHere = (await whoIsHere()).status === 'here'
  return (
    <div className="mx-auto max-w-sheet">
      <h1 className="text-2xl sm:text-3xl">How do you log out with a JWT?</h1>
      <p className="mt-1 max-w-[68ch] leading-snug sm:mt-2">
        You can’t un-sign one. A copy keeps working until it expires, unless the server checks something more than the
        signature. So logging out means one of three things:
      </p>
      <Answers />
      <section aria-label="The race" className="mt-3">
        {labs ? (
          <div className="js-only">
            <RaceLab />
          </div>
        ) : (
          <p>The labs are off on this server, so nothing can be run here: the numbers above were recorded.</p>
        )}
        {labs && <p className="no-js font-semibold">Enable JavaScript to run it yourself.</p>}
      </section>
      <p className="mt-8 text-lg font-semibold text-balance">Use 3. Add 2 where seconds matter. Never 1 alone.</p>
      <NeedOne />
      <TryIt labs={labs} isHere={isHere} />
    </div>
  )
}

function NeedOne() {
  return (
    <details className="mt-6 rounded-md border border-line px-4 open:bg-surface">
      <summary className="min-h-11 py-2 font-semibold">Do you need a JWT?</summary>
      <div className="grid max-w-prose gap-3 pb-4">
        <p>
          Often not. A server-side session is a random id in a cookie and a row in a database. Logging out deletes the
          row, and the next request of any copy is refused. With one service and one database that is less work, and
          nothing is left over.
        </p>
        <p>
          A JWT pays when many services must check who is asking without asking a shared store each time. What it costs
          is this page: whoever can check a token alone cannot know that it was given up.
        </p>
      </div>
    </details>
  )
}
