import { deleteAccount, exportAccount, findAccount, findOwnSession, listActivity, listSessions } from './account.ts'
import { acknowledgeAlarms, listAlarms } from './alarms.ts'
import { createAuthenticate } from './authenticate.ts'
import { changePassword, reauthenticate } from './change-password.ts'
import { drain, rebuild } from './denylist.ts'
import { type AuthDeps, reporting } from './deps.ts'
import { createIntrospect } from './introspect.ts'
import { type Credentials, login, register } from './login.ts'
import { logout, type PresentedTokens, revokeSession } from './logout.ts'
import { logoutEverywhere, logoutOthers } from './logout-many.ts'
import { actAsOwn } from './own-session.ts'
import type { EndReason } from './ports.ts'
import type { Principal } from './principal.ts'
import { type PresentedPair, refresh } from './refresh.ts'
import { issueResetCode, resetPassword } from './reset-password.ts'
import { revoke } from './revoke.ts'
import { revokeAll } from './revoke-all.ts'

export type { AccountExport } from './account.ts'
export type { AlarmView } from './alarms.ts'
export { LONGEST_ACCESS } from './denylist.ts'
export type { AuthDeps } from './deps.ts'
export {
  type AccessRefusal,
  AuthError,
  type AuthErrorCode,
  accessRefusals,
  isAuthError,
  type RefreshRefusal,
  refreshRefusals,
} from './errors.ts'
export type { Introspection } from './introspect.ts'
export type { Credentials } from './login.ts'
export type { PresentedTokens } from './logout.ts'
export { createMemoryDenylist, createMemoryStore } from './memory.ts'
export { STEP_UP_WINDOW } from './own-session.ts'
export { normaliseEmail, PASSWORD_LENGTH } from './password.ts'
export type * from './ports.ts'
export { activityKinds, endReasons } from './ports.ts'
export type { Principal } from './principal.ts'
export type { EndedSession, Receipt } from './receipt.ts'
export { importPeppers, type Pepper } from './refresh-token.ts'
export type { Revocation } from './revoke-all.ts'
export type { ActivityView, IssuedTokens, SessionView } from './session.ts'
export { viewOf } from './session.ts'
export {
  type Ed25519Jwk,
  importSigningKeys,
  maySign,
  type PublicJwk,
  type SigningAlgorithm,
  type SigningKeys,
} from './signing-keys.ts'
export {
  type Lifetimes,
  type Strategies,
  type Strategy,
  type StrategyRow,
  strategiesFor,
  strategyNames,
} from './strategies.ts'
export type { VerifiedToken, VerifiedTokens } from './verified-tokens.ts'

/** The only door: the verbs, bound to what they need. What a store throws becomes an AuthError too; a hasher's errors pass through. */
export function createAuth(given: AuthDeps) {
  const deps: AuthDeps = {
    ...given,
    store: reporting('store', given.store, given.report),
    denylist: reporting('denylist', given.denylist, given.report),
  }
  return {
    register: (input: Credentials) => register(deps, input),
    login: (input: Credentials) => login(deps, input),
    authenticate: createAuthenticate(deps),
    refresh: (presented: PresentedPair) => refresh(deps, presented),
    logout: (presented: PresentedTokens, reason?: EndReason) => logout(deps, presented, reason),
    logoutOthers: (caller: Principal) => logoutOthers(deps, caller),
    logoutEverywhere: (caller: Principal) => logoutEverywhere(deps, caller),
    revoke: (token: string) => revoke(deps, token),
    introspect: createIntrospect(deps),
    revokeSession: (caller: Principal, sessionId: string) => revokeSession(deps, caller, sessionId),
    changePassword: (caller: Principal, input: { currentPassword: string; newPassword: string }) =>
      changePassword(deps, caller, input),
    reauthenticate: (caller: Principal, password: string) => reauthenticate(deps, caller, password),
    listSessions: (caller: Principal) => listSessions(deps, caller),
    findOwnSession: (caller: Principal) => findOwnSession(deps, caller),
    listActivity: (caller: Principal, after?: number) => listActivity(deps, caller, after),
    listAlarms: (owner: Pick<Principal, 'accountId'>) => listAlarms(deps, owner),
    acknowledgeAlarms: (caller: Principal) => acknowledgeAlarms(deps, caller),
    findAccount: (caller: Principal) => findAccount(deps, caller),
    exportAccount: (caller: Principal) => exportAccount(deps, caller),
    deleteAccount: (caller: Principal) => deleteAccount(deps, caller),
    /** Throws `session_revoked`: a living token alone is not enough. */
    requireOpen: (caller: Principal): Promise<void> =>
      actAsOwn(deps, caller, { stepUp: false }, () => ({ outcome: undefined })),
    resetPassword: (input: { email: string; code: string; newPassword: string }) => resetPassword(deps, input),
    /** For operators, who have the database anyway: no route may call these two. */
    issueResetCode: (email: string) => issueResetCode(deps, email),
    revokeAll: () => revokeAll(deps),
    /** For the process that owns the denylist: send what is pending, or everything after it forgot. */
    drainOutbox: () => drain(deps),
    rebuildDenylist: () => rebuild(deps),
  }
}

export type Auth = ReturnType<typeof createAuth>
