import type { Metadata } from 'next'
import { getServer } from '@/lib/server/server.ts'
import { SourceData } from '../_lab/source/source-data.tsx'
import { PageHead } from '../_ui/page-head.tsx'
import { Inspector } from './inspector.tsx'
import { YourLogin } from './your-login.tsx'
import './inspect.css'

export const metadata: Metadata = { title: 'Inspect a token' }

export default function InspectPage() {
  const { env, now } = getServer()
  return (
    <div className="mx-auto max-w-page">
      <PageHead title="What is in a token, and in a cookie?">
        <p>
          Every claim with what a logout does with it, the cookies as the server set them, and what happens to a copy
          that somebody has changed.
        </p>
      </PageHead>
      <SourceData regions={['canonical', 'verify', 'denied-token', 'authenticate']}>
        <Inspector labs={env.labs} now={now()} yourLogin={<YourLogin />} />
      </SourceData>
    </div>
  )
}
