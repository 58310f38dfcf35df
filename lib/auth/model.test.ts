import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createAuth, type IssuedTokens, type Strategy, strategiesFor, strategyNames } from './index.ts'
import { codeOf, credentials, LEEWAY, LIFETIMES, openBrowser, openTestAuth, PASSWORD } from './testing.ts'

/** Printed with a failure by fast-check, together with the shortest run that fails. */
const SEED = 20_261_124
const RUNS = 250
let commandsRun = 0
afterAll(() => console.log(`model: ${RUNS} runs, ${commandsRun} commands`))

/** All that the model knows of a session: is it over, and what was ever issued for it? */
interface Known {
  strategy: Strategy
  over: boolean
  /** It ended because a copy was seen: every later presentation says so. */
  alarmed: boolean
  issued: Omit<IssuedTokens, 'session'>[]
}

async function openWorld() {
  const strategies = strategiesFor({ ...LIFETIMES, refreshIdle: LIFETIMES.refreshMax })
  const engine = await openTestAuth({ strategies })
  let auth = engine.auth
  let password = PASSWORD
  await auth.register(credentials('client-side'))
  const sessions: Known[] = []
  const browsers: ({ session: Known; browser: ReturnType<typeof openBrowser> } | null)[] = [null, null, null]
  const open = () => sessions.filter(({ over }) => !over)

  function enter(at: number, { session: { strategy }, ...tokens }: IssuedTokens): void {
    const session: Known = { strategy, over: false, alarmed: false, issued: [tokens] }
    sessions.push(session)
    browsers[at] = { session, browser: openBrowser(auth, tokens) }
  }

  async function leave(at: number): Promise<void> {
    const seat = browsers[at]
    if (!seat) return
    await auth.logout(seat.browser.jar)
    // Without a refresh token, a logout after exp names no session; nothing of it is alive then.
    seat.session.over = true
    browsers[at] = null
  }

  const end = (ended: Known[]) => {
    for (const session of ended) session.over = true
    for (const [at, seat] of browsers.entries()) if (seat?.session.over) browsers[at] = null
  }

  /** The model's only rule for an access token. `exp` is asked of the token: the model does not guess it. */
  async function check({ strategy, over }: Known, { accessToken }: { accessToken: string }): Promise<void> {
    const { exp } = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString())
    const dead = over && strategies[strategy].denies
    const result = await auth.authenticate(accessToken).then(
      () => 'accepted',
      ({ code }) => code,
    )
    if (exp <= engine.clock()) expect(result).toBe('expired')
    else expect(result).toMatch(dead ? /^denied_(session|version)$/ : /^accepted$/)
  }

  /** The caller of a verb, if its browser is logged in and its access token lives. */
  const callerAt = async (at: number) => browsers[at]?.browser.use().catch(() => null)

  async function renew(at: number, reply: 'received' | 'lost'): Promise<void> {
    const seat = browsers[at]
    if (!seat?.browser.jar.refreshToken) return
    // Nobody honest is logged out: this may not throw.
    const { tokens } = await auth.refresh({ ...seat.browser.jar })
    if (tokens) seat.session.issued.push(tokens)
    if (reply === 'received') seat.browser.receive(tokens)
  }

  const actions: Record<string, (at: number, strategy: Strategy) => Promise<unknown>> = {
    async login(at, strategy) {
      await leave(at)
      enter(at, await auth.login({ ...credentials(strategy), password }))
    },
    refresh: (at) => renew(at, 'received'),
    loseReply: (at) => renew(at, 'lost'),
    async twoTabs(at) {
      await renew(at, 'lost')
      await renew(at, 'received')
    },
    async use(at) {
      const seat = browsers[at]
      if (seat) await check(seat.session, seat.browser.jar)
    },
    logout: leave,
    async logoutEverywhere(at) {
      const caller = await callerAt(at)
      if (!caller) return
      await auth.logoutEverywhere(caller)
      end(open())
    },
    async logoutOthers(at) {
      const caller = await callerAt(at)
      const own = browsers[at]?.session
      if (!caller) return
      await auth.logoutOthers(caller)
      end(open().filter((session) => session !== own))
    },
    async changePassword(at) {
      const caller = await callerAt(at)
      if (!caller) return
      const newPassword = `${PASSWORD} ${sessions.length}`
      const changed = await auth.changePassword(caller, { currentPassword: password, newPassword })
      password = newPassword
      end(open())
      enter(at, changed)
    },
    /** A thief presents what was issued three generations ago: the family is over. */
    async reuse(at) {
      const seat = browsers[at]
      const genuine = [...new Set(seat?.session.issued.map(({ refreshToken }) => refreshToken))]
      const stolen = genuine.at(-4)
      if (!seat || !stolen) return
      expect(await codeOf(auth.refresh({ refreshToken: stolen, holder: null }))).toBe('refresh_reused')
      seat.session.alarmed = true
      end([seat.session])
    },
    async restart() {
      auth = createAuth(engine.deps)
    },
    wait: async () => engine.clock.advance(1),
    waitLeeway: async () => engine.clock.advance(LEEWAY + 0.5),
    waitAccess: async () => engine.clock.advance(LIFETIMES.access),
    waitNight: async () => engine.clock.advance(14 * 3600),
    /** Nothing revoked is accepted: whatever was issued for it is presented again. A living token would be used by this. */
    async audit() {
      for (const session of sessions.filter(({ over }) => over)) {
        for (const tokens of session.issued.slice(-6)) {
          await check(session, tokens)
          const { refreshToken } = tokens
          const code = session.alarmed ? 'refresh_reused' : 'session_revoked'
          if (refreshToken) expect(await codeOf(auth.refresh({ refreshToken, holder: null }))).toBe(code)
        }
      }
    },
  }
  return actions
}

const names =
  'login refresh refresh loseReply twoTabs use use logout logoutEverywhere logoutOthers changePassword reuse restart wait waitLeeway waitAccess waitNight audit'
const command = fc.record({
  name: fc.constantFrom(...names.split(' ')),
  at: fc.nat({ max: 2 }),
  strategy: fc.constantFrom(...strategyNames, 'combined' as const, 'rotation' as const),
})

test('whatever honest people and thieves do in whatever order: nobody honest is logged out, nothing revoked is accepted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 60, size: 'max' }), async (commands) => {
      const actions = await openWorld()
      for (const { name, at, strategy } of commands) {
        await actions[name]!(at, strategy)
        commandsRun++
      }
      await actions.audit!(0, 'combined')
    }),
    { seed: SEED, numRuns: RUNS },
  )
})
