import type { Metadata } from 'next'
import { ChapterPage } from '../chapter-page.tsx'
import { chapterOf } from '../chapters.ts'
import { ChapterPart } from '../lab-part.tsx'
import { prose } from './prose.tsx'

const chapter = chapterOf('everywhere')

export const metadata: Metadata = { title: `${chapter.name}: ${chapter.title}`, description: chapter.claim }

export default function EverywherePage() {
  return (
    <ChapterPage
      chapter={chapter}
      prose={prose}
      lab={
        <ChapterPart
          slug="everywhere"
          story="Malware on each of the three devices reads their cookies, each time they change."
          question={{
            text: 'Three devices, three stolen copies. You log out everywhere. What happens to the copies of the access tokens?',
            asksWhy: true,
          }}
          next={{ href: '/learn/theft', label: '5 · Theft' }}
          regions={[
            'authenticate',
            'verify',
            'denied-token',
            'logout',
            'logout-others',
            'logout-everywhere',
            'change-password',
            'deny-version',
            'deny-session',
            'decide-rotation',
          ]}
        />
      }
    />
  )
}
