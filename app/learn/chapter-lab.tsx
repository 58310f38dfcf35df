'use client'

import { useCallback, useState } from 'react'
import { usePreset } from '@/lib/client/lab/preset.ts'
import { noteProgress } from '@/lib/client/lab/progress.ts'
import type { Settings } from '@/lib/http/lab-schemas.ts'
import type { Question } from '@/lib/lab/run/guess.ts'
import { settingsFor } from '@/lib/lab/run/presets.ts'
import { LabFigure, type LabProgress } from '../_lab/lab-figure.tsx'
import { Plug } from '../_lab/panes/plug.tsx'
import { chapterOf } from './chapters.ts'
import { Proved } from './proved.tsx'
import { DenyToo, Storage } from './settings-more.tsx'

type Slug = 'forget' | 'denylist' | 'rotate' | 'everywhere'

interface Props {
  slug: Slug
  story: string
  question: Question
  next: { href: string; label: string }
}

const extras: Partial<Record<Slug, typeof Storage>> = { forget: Storage, denylist: Plug, rotate: DenyToo }

/** The figure with the settings and the question of one chapter. */
export function ChapterLab({ slug, story, question, next }: Props) {
  const preset = usePreset('fast')
  const [chosen, setChosen] = useState<Settings | null>(null)
  const settings = chosen ?? settingsFor(chapterOf(slug).scenario, preset)
  const More = extras[slug]
  const onProgress = useCallback(
    ({ guessed, over, exposure }: LabProgress) =>
      noteProgress(slug, { guessed, over: over && exposure !== null, best: exposure ?? undefined }),
    [slug],
  )
  return (
    <LabFigure
      page={slug}
      settings={settings}
      onSettings={setChosen}
      story={story}
      question={question}
      more={More && <More settings={settings} onChange={setChosen} />}
      next={next}
      proved={<Proved slug={slug} />}
      onProgress={onProgress}
    />
  )
}
