import { mutants, recorded } from './mutants.ts'
import { Source } from './source.tsx'

/** The line that decides, where it stands, and what the tests said when it was missing. */
export function Mutant({ chapter }: { chapter: keyof typeof mutants }) {
  const { region, change } = mutants[chapter]
  return (
    <>
      <Source region={region} />
      {change && (
        <div className="grid gap-2 text-sm">
          <p>
            With that line {change.instead}, <strong className="tabular-nums">{change.failed}</strong> of{' '}
            {recorded.tests} tests of the engine fail, among them “{change.says}”. {change.means}
          </p>
          <p className="text-muted">
            Recorded on {recorded.date} at commit <code>{recorded.commit}</code>.
          </p>
        </div>
      )}
    </>
  )
}
