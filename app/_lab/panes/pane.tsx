import type { ReactNode } from 'react'

interface Props {
  id: string
  testId: string
  title: string
  /** Who or what this is, in a few words. */
  note: ReactNode
  /** A tab on narrow screens: hidden unless chosen. */
  isTab: boolean
  chosen: boolean
  className?: string
  children: ReactNode
}

/** One of the parties of a run, with a heading. */
export function Pane({ id, testId, title, note, isTab, chosen, className = '', children }: Props) {
  return (
    <section
      id={id}
      data-testid={testId}
      role={isTab ? 'tabpanel' : undefined}
      aria-labelledby={`${id}-title`}
      tabIndex={isTab ? 0 : undefined}
      hidden={isTab && !chosen}
      className={`min-w-0 content-start gap-3 rounded-md border border-line bg-bg p-4 ${className} ${isTab && !chosen ? 'hidden' : 'grid'}`}
    >
      <h3 id={`${id}-title`} className="flex flex-wrap items-baseline gap-x-2 leading-snug">
        {title}
        <span className="text-sm font-normal text-muted">{note}</span>
      </h3>
      {children}
    </section>
  )
}
