import { accountMutants } from './accounts.ts'
import { httpMutants } from './http.ts'
import { keyMutants } from './keys.ts'
import { logoutMutants } from './logout.ts'
import type { Mutant } from './mutant.ts'
import { oauthMutants } from './oauth.ts'
import { operatorMutants } from './operator.ts'
import { outageMutants } from './outage.ts'
import { redisMutants } from './redis.ts'
import { rotationMutants } from './rotation.ts'
import { sqlMutants } from './sql.ts'
import { stepUpMutants } from './step-up.ts'
import { theftMutants } from './theft.ts'
import { tokenMutants } from './tokens.ts'
import { wireMutants } from './wire.ts'

export const mutants: readonly Mutant[] = [
  ...rotationMutants,
  ...theftMutants,
  ...logoutMutants,
  ...outageMutants,
  ...tokenMutants,
  ...keyMutants,
  ...accountMutants,
  ...stepUpMutants,
  ...operatorMutants,
  ...sqlMutants,
  ...redisMutants,
  ...httpMutants,
  ...wireMutants,
  ...oauthMutants,
]

export function mutantNamed(name: string): Mutant {
  const mutant = mutants.find((one) => one.name === name)
  if (!mutant) throw new Error(`There is no mutant named ${name}`)
  return mutant
}
