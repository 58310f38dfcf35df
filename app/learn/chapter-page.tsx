import type { ReactNode } from 'react'
import { ChapterEnd } from './chapter-end.tsx'
import { type Chapter, chapters } from './chapters.ts'

interface Section {
  title: string
  body: ReactNode
}

/** The words of one chapter; they read well without a script. */
export interface Prose {
  claim: ReactNode
  explain: Section
  line: Section
  cost: Section
  next: Section
  footer?: ReactNode
}

interface Props {
  chapter: Chapter
  prose: Prose
  /** Predict and Run: the figure, wider than the column of text. */
  lab: ReactNode
}

/** Every chapter has this order: Claim, Predict, Run, Explain, Find the line, What it costs, Next. */
export function ChapterPage({ chapter, prose, lab }: Props) {
  const { claim, explain, line, cost, next, footer } = prose
  return (
    <article data-chapter={chapter.slug}>
      <header className="mx-auto grid max-w-prose gap-3" data-part="claim">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm text-muted">
          <a href="/learn" className="inline-flex min-h-7 items-center text-muted">
            Learn
          </a>
          <span>
            Chapter {chapter.number} of {chapters.length} · {chapter.minutes}&#8239;min
          </span>
        </p>
        <h1 className="text-2xl sm:text-3xl">
          <span className="block text-lg font-semibold text-muted">{chapter.name}</span>
          {chapter.title}
        </h1>
        <div className="grid gap-3 sm:text-lg">{claim}</div>
      </header>
      {lab}
      <Part name="explain" label="Explain" {...explain} />
      <Part name="line" label="Find the line" {...line} />
      <Part name="cost" label="What it costs" {...cost} />
      <Part name="next" label="Next" {...next} />
      <ChapterEnd slug={chapter.slug} />
      {footer && <footer className="mx-auto mt-12 max-w-prose border-t border-line pt-4">{footer}</footer>}
    </article>
  )
}

/** One step of a chapter in the column of text. */
export function Part({ name, label, title, body }: Section & { name: string; label: string }) {
  return (
    <section data-part={name} aria-labelledby={`part-${name}`} className="mx-auto mt-14 max-w-prose">
      <h2 id={`part-${name}`} className="text-xl">
        <span className="mb-1 block text-sm font-semibold tracking-normal text-muted">
          {label}
          <span className="sr-only">: </span>
        </span>
        {title}
      </h2>
      <div className="mt-3 grid gap-4 [&_li]:mt-1.5 [&_ol]:list-decimal [&_ol]:ps-6 [&_ul]:list-disc [&_ul]:ps-6">
        {body}
      </div>
    </section>
  )
}
