import { algTokens } from './alg.ts'
import type { Base, HostileToken } from './base.ts'
import { claimsTokens, jtiTokens } from './claims.ts'
import { confusionTokens } from './confusion.ts'
import { critTokens, typTokens } from './header.ts'
import { keyrefTokens } from './keyref.ts'
import { malleableTokens } from './malleable.ts'
import { payloadTokens } from './payload.ts'
import { sigTokens } from './sig.ts'
import { structureTokens } from './structure.ts'
import { timeTokens } from './time.ts'

export { aliases } from './aliases.ts'
export { type Base, baseOf, type Group, groups, type HostileToken, type Titled } from './base.ts'
export { type Carried, carried } from './carried.ts'
export { openListener } from './listener.ts'
export { misplaced } from './transport.ts'

/** Every token that must be refused while the session of `base` lives. Each differs from the good one in one thing. */
export const hostileTokens = (base: Base): HostileToken[] => [
  ...algTokens(base),
  ...confusionTokens(base),
  ...keyrefTokens(base),
  ...critTokens(base),
  ...typTokens(base),
  ...timeTokens(base),
  ...claimsTokens(base),
  ...jtiTokens(base),
  ...sigTokens(base),
  ...malleableTokens(base),
  ...structureTokens(base),
  ...payloadTokens(base),
]
