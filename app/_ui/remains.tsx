interface Props {
  /** Of the longest life in the table, from 0 to 1: the bars of one table have one scale. */
  share: number
  denied: boolean
}

/** What is left of a token when its owner logs out at once: accepted for all of it, or denied for all of it. The number beside it says the same. */
export function Remains({ share, denied }: Props) {
  return (
    <span className="flex h-5 grow items-center max-sm:hidden" aria-hidden="true">
      <span className="state-active h-3 w-5" />
      <span className="h-5 shrink-0 border-s-2 border-text" />
      <span className="min-w-0 grow">
        <span
          className={`block h-3 ${denied ? 'state-denied' : 'state-active'}`}
          style={{ width: `${Math.max(share * 100, 3)}%` }}
        />
      </span>
    </span>
  )
}
