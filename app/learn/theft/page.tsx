import type { Metadata } from 'next'
import { SourceData } from '../../_lab/source/source-data.tsx'
import { ChapterPage } from '../chapter-page.tsx'
import { chapterOf } from '../chapters.ts'
import { prose } from './prose.tsx'
import { TheftLab } from './theft-lab.tsx'

export const metadata: Metadata = { title: 'Caught by their own replay' }

export default function TheftPage() {
  return (
    <ChapterPage
      chapter={chapterOf('theft')}
      prose={prose}
      lab={
        <SourceData regions={['decide-rotation', 'rotate', 'replay', 'reuse', 'open-session']}>
          <TheftLab />
        </SourceData>
      }
    />
  )
}
