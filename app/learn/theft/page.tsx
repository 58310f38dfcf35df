import type { Metadata } from 'next'
import { ChapterPage } from '../chapter-page.tsx'
import { chapterOf } from '../chapters.ts'
import { LabPart } from '../lab-part.tsx'
import { prose } from './prose.tsx'
import { TheftLab } from './theft-lab.tsx'

export const metadata: Metadata = { title: 'Caught by their own replay' }

export default function TheftPage() {
  return (
    <ChapterPage
      chapter={chapterOf('theft')}
      prose={prose}
      lab={
        <LabPart
          regions={['decide-rotation', 'rotate', 'replay', 'reuse', 'open-session']}
          question="A thief copies your refresh token. Who gets logged out?"
        >
          <TheftLab />
        </LabPart>
      }
    />
  )
}
