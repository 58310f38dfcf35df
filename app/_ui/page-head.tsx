import type { ReactNode } from 'react'

/** The heading of a page, and what it is about in a sentence. */
export function PageHead({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-8 grid max-w-prose gap-2">
      <h1 className="text-2xl sm:text-3xl">{title}</h1>
      {children && <div className="text-muted">{children}</div>}
    </div>
  )
}
