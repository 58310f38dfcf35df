/** A place where nothing is any more. */
export function GoneIcon() {
  return (
    <svg
      viewBox="0 0 16 16"
      className="size-[1em] shrink-0 self-center fill-none stroke-current"
      strokeWidth="1.5"
      strokeDasharray="2.5 2"
      aria-hidden="true"
    >
      <path d="M2 2h12v12H2Z" />
    </svg>
  )
}
