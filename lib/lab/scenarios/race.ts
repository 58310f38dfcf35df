import type { Script } from './stage.ts'

/** Every session is copied at once, every owner logs out at the same second, by the same request that a page sends. */
export const race: Script = async ({ play, pairOf, actor, steal, until }) => {
  const { sessions, settings } = play.row
  await Promise.all(sessions.map(({ n }) => steal(n)))
  await until(settings.logoutAt ?? 0)
  await Promise.all(sessions.map(({ n, label }) => actor({ actor: 'you', by: label }, pairOf(n)).logout()))
}
