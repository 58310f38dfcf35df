import { PageHead } from '@/app/_ui/page-head.tsx'

export default function NoResult() {
  return (
    <div className="mx-auto max-w-sheet">
      <PageHead title="No result here.">
        <p>Results last 30 days.</p>
      </PageHead>
      <a href="/lab" className="button">
        Run one yourself
      </a>
    </div>
  )
}
