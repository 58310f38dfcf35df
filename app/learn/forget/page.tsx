import type { Metadata } from 'next'
import { ChapterPage } from '../chapter-page.tsx'
import { chapterOf } from '../chapters.ts'
import { ChapterPart } from '../lab-part.tsx'
import { prose } from './prose.tsx'

const chapter = chapterOf('forget')

export const metadata: Metadata = { title: `${chapter.name}: ${chapter.title}`, description: chapter.claim }

export default function ForgetPage() {
  return (
    <ChapterPage
      chapter={chapter}
      prose={prose}
      lab={
        <ChapterPart
          slug="forget"
          story="Your token was in a HAR file that you attached to a bug report."
          question={{
            text: 'Somebody has a copy of your token. You log out. What happens to the copy?',
            asksWhy: false,
          }}
          next={{ href: '/learn/denylist', label: '2 · Deny it' }}
          regions={['issue', 'canonical', 'verify', 'authenticate', 'logout']}
        />
      }
    />
  )
}
