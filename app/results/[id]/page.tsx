import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { PageHead } from '@/app/_ui/page-head.tsx'
import { Time } from '@/app/_ui/token-time.tsx'
import type { ResultView } from '@/lib/http/lab-schemas.ts'
import { csvOf } from '@/lib/lab/run/csv.ts'
import { type RunState, stateOf } from '@/lib/lab/run/state.ts'
import { getServer } from '@/lib/server/server.ts'
import { Actions } from './actions.tsx'
import { Events } from './events.tsx'
import { GuessLine } from './guess.tsx'
import { titleOf } from './headline.ts'
import { Method } from './method.tsx'
import { Numbers } from './numbers.tsx'
import { Picture } from './picture.tsx'
import { SettingsList } from './settings-list.tsx'
import '../results.css'

interface Props {
  params: Promise<{ id: string }>
}

const find = cache(async (id: string) => (await getServer().lab?.findResult(id)) ?? null)

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const result = await find((await params).id)
  return { title: result ? titleOf(frozen(result)) : 'No result here', robots: { index: false, follow: false } }
}

/** A run as it was when somebody saved it. Nothing here is live, and nothing here says whose it was. */
export default async function ResultPage({ params }: Props) {
  const result = await find((await params).id)
  if (!result) notFound()
  const state = frozen(result)
  const { env } = getServer()
  return (
    <article
      className="result grid gap-8"
      data-testid="result"
      data-run-state={state.run.phase}
      data-strategy={state.run.settings.strategy}
    >
      <div>
        <PageHead title={titleOf(state)}>
          <p>
            A run of <Time at={result.run.startedAt} now={0} />, saved as it was. Everything was measured on the server
            that ran it.
          </p>
        </PageHead>
        <Actions id={result.id} csv={csvOf(state)} />
        <p className="result-share text-sm">
          {env.appOrigin}/results/{result.id}
        </p>
      </div>
      <div className="result-parts grid gap-8">
        <Numbers state={state} />
        <Picture state={state} />
        <GuessLine state={state} />
        <section aria-labelledby="events">
          <h2 id="events" className="mb-3 text-xl">
            What happened
          </h2>
          <Events state={state} />
        </section>
        <section aria-labelledby="settings">
          <h2 id="settings" className="mb-3 text-xl">
            What was set, and what it ran on
          </h2>
          <SettingsList result={result} />
        </section>
        <Method />
      </div>
    </article>
  )
}

/** The fold wants a guest and an id: the frozen run has neither. */
function frozen({ id, run, events }: ResultView): RunState {
  return { ...stateOf({ ...run, id, guest: '' }, events), phase: run.phase }
}
