'use client'

import { useEffect, useState } from 'react'
import { lab } from '@/lib/client/lab/api.ts'
import { mergeProgress, type Progress, type ProgressBook, stageOf, useProgress } from '@/lib/client/lab/progress.ts'
import type { RunView } from '@/lib/http/lab-schemas.ts'
import { exposureWords } from '@/lib/lab/run/words.ts'
import { Stamp } from '../_ui/stamp.tsx'
import { chapters, proofs } from './chapters.ts'

interface Known {
  runs: readonly RunView[]
  proved: readonly { name: string; at: number }[]
}

/** The chapters in their order, how far this browser has come, and what it can prove. */
export function Contents({ labs }: { labs: boolean }) {
  const [known, setKnown] = useState<Known | null>(null)
  const book = useProgress()
  useEffect(() => {
    if (labs) void lab.runs().then((answer) => answer.ok && setKnown(answer.value))
  }, [labs])
  return (
    <div className="grid items-start gap-x-12 gap-y-12 lg:grid-cols-[1fr_20rem]">
      <ol className="grid">
        {chapters.map((chapter) => (
          <li key={chapter.slug} className="border-t border-control first:border-t-0">
            <a
              href={`/learn/${chapter.slug}`}
              data-testid="chapter-card"
              data-chapter={chapter.slug}
              className="grid gap-x-5 gap-y-1 py-5 text-text no-underline hover:bg-surface sm:grid-cols-[2.5rem_1fr]"
            >
              <span aria-hidden="true" className="font-mono text-2xl leading-none text-muted max-sm:hidden">
                {chapter.number}
              </span>
              <span className="grid gap-1">
                <span className="flex flex-wrap items-baseline gap-x-3">
                  <strong className="text-lg underline decoration-1 underline-offset-3">{chapter.title}</strong>
                  <span className="text-sm text-muted">
                    {chapter.name} · {chapter.minutes}&#8239;min
                  </span>
                </span>
                <span className="max-w-prose">{chapter.claim}</span>
                <Reached progress={progressOf(book, known, chapter.slug)} />
              </span>
            </a>
          </li>
        ))}
      </ol>
      <Proofs proved={known?.proved ?? []} />
    </div>
  )
}

/** The server's runs are gone after a day; what this browser noted stays. */
function progressOf(book: ProgressBook, known: Known | null, slug: (typeof chapters)[number]['slug']): Progress {
  const runs = known?.runs.filter(({ settings }) => settings.scenario === slug) ?? []
  return mergeProgress(book[slug] ?? {}, {
    guessed: runs.some(({ guess }) => guess !== null),
    over: runs.some(({ phase }) => phase === 'settled'),
  })
}

function Reached({ progress }: { progress: Progress }) {
  const stage = stageOf(progress)
  const { best } = progress
  return (
    <span className="js-only flex flex-wrap items-baseline gap-x-3 text-sm" data-stage={stage}>
      <span className={stage === 'Not started' ? 'text-muted' : 'font-semibold'}>
        {stage === 'Explained' && <span aria-hidden="true">✓ </span>}
        {stage}
      </span>
      {best && (
        <span className="timer text-muted">
          shortest exposure {exposureWords({ t0: 0, leaks: 0, refusal: null, ...best })} <Stamp kind="measured" />
        </span>
      )}
    </span>
  )
}

/** Decided by the server from the events of the runs. */
function Proofs({ proved }: { proved: Known['proved'] }) {
  const names = new Set(proved.map(({ name }) => name))
  return (
    <section aria-labelledby="proofs" className="rounded-md border border-line p-5">
      <h2 id="proofs" className="text-lg">
        You can prove
      </h2>
      <ol className="mt-3 grid gap-3">
        {proofs.map(({ name, text, chapter }) => (
          <li key={name} data-proof={name} data-proved={names.has(name)} className="flex gap-3">
            <Box ticked={names.has(name)} />
            <span>
              {chapter ? (
                <a href={`/learn/${chapter}`} className="text-text">
                  {text}
                </a>
              ) : (
                text
              )}
            </span>
          </li>
        ))}
      </ol>
      <p className="mt-4 text-sm text-muted">
        The server ticks these from what happened in your runs. Kept for 30 days for this browser.
      </p>
    </section>
  )
}

function Box({ ticked }: { ticked: boolean }) {
  return (
    <svg viewBox="0 0 20 20" className="mt-1 size-5 shrink-0 fill-none stroke-current" strokeWidth="1.6" role="img">
      <title>{ticked ? 'Proved' : 'Not yet'}</title>
      <rect x="2" y="2" width="16" height="16" rx="3" />
      {ticked && <path d="m5.5 10.5 3 3 6-7" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" />}
    </svg>
  )
}
