/** One bug of the field, seeded: what a file would say with it. Nothing on disk is touched. */
export interface Mutant {
  readonly name: string
  /** What it stands for: the properties of rotation (P1 to P8), items of the checklist (RT-04), complaints of the field (pain 20). */
  readonly lesson: string
  /** From the root of the checkout. */
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly from: string
  readonly to: string
  /** Files of the fast suite, one of whose tests must fail by name. They run in this process: a child would not see the mutant. */
  readonly tests: readonly string[]
}

/** The text of its file with the bug in it. Throws when the line is not there exactly once: then the mutant is to be written anew. */
export function mutate({ name, file, from, to }: Mutant, text: string): string {
  const parts = text.split(from)
  if (parts.length !== 2) throw new Error(`${name}: its line is ${parts.length - 1} times in ${file}`)
  return parts.join(to)
}

/** The set-up of the suite starts a PostgreSQL; most mutants need none. */
export const needsPostgres = ({ tests }: Pick<Mutant, 'tests'>): boolean =>
  tests.some((path) => path.startsWith('db/postgres/'))
