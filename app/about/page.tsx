import type { Metadata } from 'next'
import { getServer } from '@/lib/server/server.ts'
import { PageHead } from '../_ui/page-head.tsx'
import { Article } from './article.tsx'
import { Expire } from './expire.tsx'
import { Limits } from './limits.tsx'

export const metadata: Metadata = { title: 'About' }

export default function AboutPage() {
  const { lifetimes } = getServer().env
  return (
    <div className="mx-auto max-w-sheet">
      <PageHead title="About this site">
        <p>
          It answers one question by doing it: how do you log out with a JWT? It began with the article “How to logout
          with JWT”, whose answers it takes one by one, builds, and lets you try.
        </p>
      </PageHead>
      <div className="grid gap-12">
        <Expire />
        <Article />
        <Limits lifetimes={lifetimes} />
      </div>
    </div>
  )
}
