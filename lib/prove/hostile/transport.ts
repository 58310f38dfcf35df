import type { Carried } from './carried.ts'
import { misspelled, otherNames, repeated } from './cookies.ts'
import { elsewhere, otherSchemes } from './places.ts'

/** The good token where nobody may look for it, or in a form that nobody may repair: refused, also while it lives. `other`: of another account. */
export const misplaced = (token: string, other: string): Carried[] => [
  ...otherNames(token),
  ...repeated(token, other),
  ...misspelled(token),
  ...otherSchemes(token),
  ...elsewhere(token),
]
