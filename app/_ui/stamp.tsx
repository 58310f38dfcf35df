const looks = {
  measured: { mark: 'bg-current', title: 'Measured on this server' },
  calculated: { mark: '', title: 'Calculated from this server’s settings' },
}

interface Props {
  kind: keyof typeof looks
  /** In a cell, where the caption has said the word. */
  short?: boolean
}

/** Where a number comes from, for times and durations that nobody could check by eye. */
export function Stamp({ kind, short = false }: Props) {
  const { mark, title } = looks[kind]
  return (
    <span data-stamp={kind} title={title} className="font-sans text-sm font-normal whitespace-nowrap text-muted">
      <span
        aria-hidden="true"
        className={`me-1 inline-block size-[0.55em] rounded-full border-[1.5px] border-current ${mark}`}
      />
      <span className={short ? 'sr-only' : undefined}>{kind}</span>
    </span>
  )
}
