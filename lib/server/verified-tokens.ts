import { LRUCache } from 'lru-cache'
import type { VerifiedToken, VerifiedTokens } from '../auth/index.ts'

/** Tokens of 460 characters take 850 bytes each with their claims: 9 MB when it is full. */
const REMEMBERED = 10_000

/** Forgets the least recently used. No timers: the engine compares the times itself, at every check. */
export const createVerifiedTokens = (max = REMEMBERED): VerifiedTokens => new LRUCache<string, VerifiedToken>({ max })
