import type { Metadata } from 'next'
import { ChapterPage } from '../chapter-page.tsx'
import { chapterOf } from '../chapters.ts'
import { ChapterPart } from '../lab-part.tsx'
import { prose } from './prose.tsx'

const chapter = chapterOf('rotate')

export const metadata: Metadata = { title: `${chapter.name}: ${chapter.title}`, description: chapter.claim }

export default function RotatePage() {
  return (
    <ChapterPage
      chapter={chapter}
      prose={prose}
      lab={
        <ChapterPart
          slug="rotate"
          story="Malware on your machine reads the browser’s cookie store, each time it changes."
          question={{
            text: 'Somebody has a copy of both your tokens. You log out. What happens to the copy of the access token?',
            asksWhy: true,
          }}
          next={{ href: '/learn/everywhere', label: '4 · Everywhere' }}
          regions={['authenticate', 'verify', 'decide-rotation', 'rotate', 'logout', 'deny-session', 'denied-token']}
        />
      }
    />
  )
}
