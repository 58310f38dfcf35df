import type { HTMLAttributes, ReactNode, Ref } from 'react'

export type NoticeTone = 'info' | 'error' | 'done'

const marks: Record<NoticeTone, ReactNode> = {
  info: (
    <>
      <circle cx="10" cy="10" r="8" />
      <path d="M10 9v5M10 6v.5" />
    </>
  ),
  error: <path d="M10 2.5 18.5 17h-17ZM10 8v4.5M10 14.4v.5" />,
  done: (
    <>
      <circle cx="10" cy="10" r="8" />
      <path d="m6.3 10.2 2.6 2.6 4.8-5.4" />
    </>
  ),
}

interface Props extends Omit<HTMLAttributes<HTMLDivElement>, 'title'> {
  tone?: NoticeTone
  title: ReactNode
  ref?: Ref<HTMLDivElement>
}

/** What happened, what is still true, what to do. An error is marked by icon and border, never by the colour of a leak. */
export function Notice({ tone = 'info', title, children, className = '', ...rest }: Props) {
  const border = tone === 'error' ? 'border-2 border-text' : 'border border-control'
  return (
    <div className={`flex gap-3 rounded-md bg-surface px-4 py-3 ${border} ${className}`} {...rest}>
      <svg
        viewBox="0 0 20 20"
        className="mt-1 size-5 shrink-0 fill-none stroke-current"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {marks[tone]}
      </svg>
      <div className="min-w-0 grow">
        <p className="font-semibold">{title}</p>
        {children}
      </div>
    </div>
  )
}
