import { type Auth, type AuthDeps, createAuth, type IssuedTokens, isAuthError, type Receipt } from '../../auth/index.ts'
import { credentials, PASSWORD } from '../../auth/testing.ts'
import type { Scene } from './scene.ts'

export const acts = ['refresh', 'logout', 'everywhere', 'password', 'login', 'authenticate'] as const
export type Act = (typeof acts)[number]

/** What one operation did, and when: in steps of the whole run. */
export interface Done {
  act: Act
  begun: number
  finished: number
  /** The code of a refusal; null: it succeeded. */
  refusal: string | null
  receipt: Receipt | null
  tokens: IssuedTokens | null
}

/** Operations of one person: two tabs that refresh, one that logs out, another device that logs in. */
const verbs: Record<Act, (auth: Auth, scene: Scene) => Promise<Partial<Pick<Done, 'receipt' | 'tokens'>>>> = {
  refresh: async (auth, { jar }) => ({ tokens: (await auth.refresh(jar)).tokens }),
  logout: async (auth, { jar }) => ({ receipt: await auth.logout(jar) }),
  everywhere: async (auth, { caller }) => ({ receipt: await auth.logoutEverywhere(caller) }),
  async password(auth, { caller }) {
    const input = { currentPassword: PASSWORD, newPassword: `another ${PASSWORD}` }
    const { receipt, ...tokens } = await auth.changePassword(caller, input)
    return { receipt, tokens }
  },
  login: async (auth, { email, strategy }) => ({ tokens: await auth.login(credentials(strategy, email)) }),
  authenticate: (auth, { jar }) => auth.authenticate(jar.accessToken).then(() => ({})),
}

/** Fills `done` with what comes of it. An error that is no refusal is a bug of the engine, and ends the search. */
export const perform = (act: Act, scene: Scene, done: Done) => async (deps: AuthDeps) => {
  try {
    Object.assign(done, await verbs[act](createAuth(deps), scene))
  } catch (error) {
    if (!isAuthError(error)) throw error
    done.refusal = error.code
  }
}
