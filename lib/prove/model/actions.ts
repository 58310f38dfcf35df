import fc from 'fast-check'
import { expect } from 'vitest'
import { type Strategy, strategyNames } from '../../auth/index.ts'
import { claimsOf, codeOf, credentials, LEEWAY, LIFETIMES, PASSWORD } from '../../auth/testing.ts'
import type { World } from './world.ts'

type Action = (world: World, at: number, strategy: Strategy) => Promise<unknown>

/** What honest people, thieves, clocks and machines do. `at` is one of three browsers. */
const actions: Record<string, Action> = {
  async login(world, at, strategy) {
    await world.leave(at)
    const { auth, email, password } = world
    world.enter(at, await auth.login({ ...credentials(strategy, email), password }))
  },
  async mistype({ auth, email, settle }, _at, strategy) {
    const wrong = auth.login({ ...credentials(strategy, email), password: 'wrong' })
    expect(await codeOf(wrong)).toBe('invalid_credentials')
    await settle()
  },
  refresh: (world, at) => world.renew(at, 'received'),
  loseReply: (world, at) => world.renew(at, 'lost'),
  async twoTabs(world, at) {
    await world.renew(at, 'lost')
    await world.renew(at, 'received')
  },
  /** Both requests are under way before either is answered. */
  refreshAtOnce: (world, at) => Promise.all([world.renew(at, 'received'), world.renew(at, 'received')]),
  async use({ seats, check }, at) {
    const seat = seats[at]
    if (seat) await check(seat.session, seat.jar)
  },
  logout: (world, at) => world.leave(at),
  /** Another program ends the session by a token; one that cannot be called back is said to be so, and goes on. */
  async revoke(world, at) {
    const seat = world.seats[at]
    if (!seat) return
    const receipt = await world.auth.revoke(seat.jar.refreshToken ?? seat.jar.accessToken)
    if (receipt) await world.end([seat.session], receipt)
    else await world.check(seat.session, seat.jar)
  },
  async logoutEverywhere(world, at) {
    const caller = await world.callerAtStepUp(at)
    if (caller) await world.end(world.open(), await world.auth.logoutEverywhere(caller))
  },
  async logoutOthers(world, at) {
    const caller = await world.callerAtStepUp(at)
    const own = world.seats[at]?.session
    if (!caller) return
    const others = world.open().filter((session) => session !== own)
    await world.end(others, await world.auth.logoutOthers(caller))
  },
  async endAnother(world, at) {
    const caller = await world.callerAtStepUp(at)
    const other = world.seats[(at + 1) % world.seats.length]
    if (!caller || !other) return
    await world.end([other.session], await world.auth.revokeSession(caller, claimsOf(other.jar.accessToken).sid))
  },
  async changePassword(world, at) {
    const caller = await world.callerAt(at)
    if (!caller) return
    const newPassword = `${PASSWORD} ${world.sessions.length}`
    const { receipt, ...tokens } = await world.auth.changePassword(caller, {
      currentPassword: world.password,
      newPassword,
    })
    world.password = newPassword
    await world.end(world.open(), receipt)
    world.enter(at, tokens)
  },
  /** A thief presents what was issued three generations ago: the family is over. */
  async reuse(world, at) {
    const seat = world.seats[at]
    const genuine = [...new Set(seat?.session.issued.map(({ refreshToken }) => refreshToken))]
    const stolen = genuine.at(-4)
    if (!seat || !stolen) return
    expect(await codeOf(world.auth.refresh({ refreshToken: stolen, holder: null }))).toBe('refresh_reused')
    seat.session.alarmed = true
    await world.end([seat.session], null)
  },
  restart: (world) => world.restart(),
  denylistFails: async (world) => world.fail(),
  denylistRecovers: (world) => world.recover(),
  denylistForgets: (world) => world.wipe(),
  wait: async ({ clock }) => clock.advance(1),
  waitLeeway: async ({ clock }) => clock.advance(LEEWAY + 0.5),
  waitAccess: async ({ clock }) => clock.advance(LIFETIMES.access),
  waitNight: async ({ clock }) => clock.advance(14 * 3600),
  /** Nothing revoked is accepted: whatever was issued for it is presented again. A living token would be used by this. */
  async audit({ sessions, auth, check }) {
    for (const session of sessions.filter(({ over }) => over)) {
      for (const tokens of session.issued.slice(-6)) {
        await check(session, tokens)
        const { refreshToken } = tokens
        const code = session.alarmed ? 'refresh_reused' : 'session_revoked'
        if (!refreshToken) continue
        expect(await auth.introspect(refreshToken)).toEqual({ active: false })
        expect(await codeOf(auth.refresh({ refreshToken, holder: null }))).toBe(code)
      }
    }
  },
}

class Step implements fc.AsyncCommand<World, World> {
  readonly name: string
  readonly at: number
  readonly strategy: Strategy
  constructor(name: string, at: number, strategy: Strategy) {
    this.name = name
    this.at = at
    this.strategy = strategy
  }
  check = () => true
  run = async (world: World) => void (await actions[this.name]!(world, this.at, this.strategy))
  toString = () => `${this.name}(${this.at}, ${this.strategy})`
}

const often = ['refresh', 'use', 'login']
export const steps = fc
  .record({
    name: fc.constantFrom(...Object.keys(actions), ...often),
    at: fc.nat({ max: 2 }),
    strategy: fc.constantFrom(...strategyNames, 'combined' as const, 'rotation' as const),
  })
  .map(({ name, at, strategy }) => new Step(name, at, strategy))

export const audit = (world: World) => actions.audit!(world, 0, 'combined')
