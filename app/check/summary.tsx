const names: Record<string, string> = {
  forget: '1 · Forget it',
  denylist: '2 · Deny it',
  rotate: '3 · Starve it',
  theft: '5 · Theft',
}
const numbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight']

interface Props {
  items: { id: string; chapter: string }[]
  results: Record<string, boolean>
}

/** How it went, and where to look again. */
export function Summary({ items, results }: Props) {
  const answered = items.filter(({ id }) => results[id] !== undefined)
  const missed = answered.filter(({ id }) => results[id] === false)
  const right = answered.length - missed.length
  const isOver = answered.length === items.length
  const chapters = [...new Set(missed.map(({ chapter }) => chapter))]
  return (
    <div className="js-only mt-10 max-w-prose border-t border-control pt-6" data-testid="summary">
      <p role="status" className="text-lg font-semibold">
        {isOver ? `${right} of ${items.length}.` : `${answered.length} of ${items.length} answered.`}{' '}
        {isOver && (missed.length === 0 ? 'Nothing is left to say.' : `${numbers[missed.length]} worth another run.`)}
      </p>
      {isOver && chapters.length > 0 && (
        <ul className="mt-3 flex flex-wrap gap-3">
          {chapters.map((chapter) => (
            <li key={chapter}>
              <a className="button" href={`/learn/${chapter}`}>
                {names[chapter]} →
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
