import type { Metadata } from 'next'
import { ChapterPage } from '../chapter-page.tsx'
import { chapterOf } from '../chapters.ts'
import { ChapterPart } from '../lab-part.tsx'
import { prose } from './prose.tsx'

const chapter = chapterOf('denylist')

export const metadata: Metadata = { title: `${chapter.name}: ${chapter.title}`, description: chapter.claim }

export default function DenylistPage() {
  return (
    <ChapterPage
      chapter={chapter}
      prose={prose}
      lab={
        <ChapterPart
          slug="denylist"
          story="A proxy on your way to the server wrote your requests down, cookies and all."
          question={{
            text: 'Somebody has a copy of your token. You log out, and they try it again a moment later. What happens?',
            asksWhy: true,
          }}
          next={{ href: '/learn/rotate', label: '3 · Starve it' }}
          regions={['authenticate', 'verify', 'denylist-check', 'denied-token', 'logout', 'deny-session', 'sweep']}
        />
      }
    />
  )
}
