import { accountOperations } from './account-operations.ts'
import { authOperations } from './auth-operations.ts'
import { labOperations } from './lab-operations.ts'
import { oauthOperations } from './oauth-operations.ts'

export type { Operation } from './operation.ts'

/** The whole API. The route handlers, the OpenAPI document and the walker's test all read this table. */
export const operations = { ...authOperations, ...accountOperations, ...oauthOperations, ...labOperations }

export type OperationId = keyof typeof operations
