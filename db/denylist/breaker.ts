import { NoScript, type RedisCommands, Unavailable } from './commands.ts'

/** Milliseconds in which nothing is asked after a failure. */
const PAUSE = 1000

export type BreakerState = 'closed' | 'open' | 'probing'

export interface BreakerOptions {
  /** Milliseconds. */
  readonly pause?: number
  /** Milliseconds, never set back. */
  readonly now?: () => number
  readonly onChange?: (state: BreakerState) => void
}

/**
 * A Redis that has failed is left alone for the pause: every call throws Unavailable at once. Then one call goes through, the
 * probe; the others still fail until it is answered. A call's result counts only in the state in which the call began, so that
 * an old one neither opens again what a probe has closed nor closes what has been opened since.
 */
export function withBreaker(
  commands: RedisCommands,
  { pause = PAUSE, now = () => performance.now(), onChange = () => {} }: BreakerOptions = {},
): RedisCommands {
  let state: BreakerState = 'closed'
  let until = 0
  let turn = 0

  function change(to: BreakerState): void {
    turn++
    state = to
    if (to === 'open') until = now() + pause
    onChange(to)
  }

  async function guard<Reply>(call: () => Promise<Reply>): Promise<Reply> {
    if (state === 'open' && now() >= until) change('probing')
    else if (state !== 'closed') throw new Unavailable('Redis has just failed')
    const began = turn
    const answered = () => {
      if (turn === began && state === 'probing') change('closed')
    }
    try {
      const reply = await call()
      answered()
      return reply
    } catch (error) {
      if (error instanceof NoScript) answered()
      else if (turn === began) change('open')
      throw error
    }
  }

  const { subscribe } = commands
  return {
    driver: commands.driver,
    evalsha: (...asked) => guard(() => commands.evalsha(...asked)),
    load: (script) => guard(() => commands.load(script)),
    get: (key) => guard(() => commands.get(key)),
    // A subscription outlasts failures by itself.
    ...(subscribe && { subscribe: subscribe.bind(commands) }),
    close: () => commands.close(),
  }
}
