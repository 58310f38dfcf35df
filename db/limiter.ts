import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limiter } from '../lib/server/ports.ts'

/** The library's limiter, whatever it counts in, as the port: a refusal is an answer, and everything else that it throws is none. */
export function asLimiter(limiter: RateLimiterAbstract): Limiter {
  return {
    async take(key) {
      try {
        await limiter.consume(key)
        return { allowed: true }
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        return { allowed: false, retryAfter: Math.ceil(refusal.msBeforeNext / 1000) }
      }
    },
    async giveBack(key) {
      await limiter.reward(key)
    },
  }
}
