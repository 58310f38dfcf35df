import type { Auth } from '../../auth/index.ts'
import type { Keys } from './source.ts'

/**
 * The verbs of the engine that is made of the keys of the moment. Other keys, another engine, which trusts no signature that was
 * verified under the old ones. A verb that has begun ends with the keys it began with.
 */
export async function followingAuth(keys: () => Promise<Keys>, make: (keys: Keys) => Auth): Promise<Auth> {
  let made = await keys().then((first) => ({ keys: first, auth: make(first) }))
  async function current(): Promise<Auth> {
    const now = await keys()
    if (made.keys !== now) made = { keys: now, auth: make(now) }
    return made.auth
  }
  const verbs = Object.keys(made.auth) as (keyof Auth)[]
  const later =
    (verb: keyof Auth) =>
    async (...args: unknown[]) =>
      ((await current())[verb] as (...args: unknown[]) => unknown)(...args)
  return Object.fromEntries(verbs.map((verb) => [verb, later(verb)])) as unknown as Auth
}
