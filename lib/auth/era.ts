/** Versions of one era: more than an account ever uses up. An era is a time in seconds, so that versions stay below 2^53. */
const VERSIONS = 1_000_000

/**
 * An account's version counts within an era, and eras are the same for all accounts. So one denial reaches every access token
 * issued before an era began, of accounts and versions too that a restored database has never heard of.
 */
export const eraOf = (version: number): number => Math.floor(version / VERSIONS)

export const firstVersionOf = (era: number): number => era * VERSIONS + 1
