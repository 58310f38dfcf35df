'use client'

import { useEffect, useRef } from 'react'
import { noteProgress, useProgress } from '@/lib/client/lab/progress.ts'
import { buttonClass } from '../_ui/button.tsx'
import { type Chapter, chapters } from './chapters.ts'

/** The way on. Having come this far after a run is called explained. */
export function ChapterEnd({ slug }: { slug: Chapter['slug'] }) {
  const end = useRef<HTMLElement>(null)
  const ran = useProgress()[slug]?.over === true
  useEffect(() => {
    if (!ran || !end.current) return
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && noteProgress(slug, { explained: true }))
    seen.observe(end.current)
    return () => seen.disconnect()
  }, [slug, ran])
  const at = chapters.findIndex((chapter) => chapter.slug === slug)
  const next = chapters[at + 1]
  return (
    <nav
      ref={end}
      aria-label="Chapters"
      className="mx-auto mt-6 flex max-w-prose flex-wrap items-center gap-x-5 gap-y-3 print:hidden"
    >
      {next ? (
        <a href={`/learn/${next.slug}`} className={buttonClass('primary')}>
          {next.number} · {next.title}
        </a>
      ) : (
        <>
          <a href="/compare" className={buttonClass('primary')}>
            Compare all four
          </a>
          <a href="/check" className="inline-flex min-h-11 items-center">
            Check what you know
          </a>
        </>
      )}
      <a href="/learn" className="inline-flex min-h-11 items-center">
        All chapters
      </a>
    </nav>
  )
}
