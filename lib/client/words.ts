import type { EndReason, Strategy } from '@/lib/auth/index.ts'
import type { ProblemCode } from '@/lib/http/problem.ts'
import type { WireActivity } from '@/lib/http/schemas.ts'

/** Why a tab has taken its private content away. */
export type Ending = EndReason | ProblemCode | 'ran_out' | 'unknown'

const endings: Partial<Record<Ending, string>> = {
  logged_out: 'You logged out in another tab.',
  logged_out_others: 'Another device logged this one out.',
  logged_out_everywhere: 'You logged out everywhere.',
  ended_by_owner: 'Another device logged this one out.',
  password_changed: 'The password was changed on another device, so this login was ended.',
  password_reset: 'The password was replaced with a one-time code, so this login was ended.',
  replaced_by_login: 'You logged in again in another tab.',
  refresh_reused: 'Somebody used a refresh token of this login a second time, so the login was ended.',
  refresh_shadowed: 'Two browsers were renewing this login, so it was ended.',
  database_rolled_back: 'The server was restored from an older copy, so this login was ended.',
  revoked_by_operator: 'Whoever runs this server has ended all logins.',
  ran_out: 'This login has run out.',
  refresh_expired: 'This login has run out.',
  session_revoked: 'This login has been ended.',
}
const advice: Partial<Record<Ending, string>> = {
  password_reset: 'If that was not you, ask whoever runs this server.',
  refresh_reused: 'If that was not you, log in again and change your password.',
  refresh_shadowed: 'One of them may be a thief. Log in again and change your password.',
  replaced_by_login: 'What was shown here belonged to the login before.',
}

export function endingWords(why: Ending): { title: string; detail: string } {
  return { title: endings[why] ?? 'You are logged out.', detail: advice[why] ?? 'Nothing private is left in this tab.' }
}

const reasons: Record<EndReason, string> = {
  logged_out: 'logged out there',
  logged_out_others: 'ended by “Log out other devices”',
  logged_out_everywhere: 'ended by “Log out everywhere”',
  ended_by_owner: 'ended by you from another device',
  password_changed: 'ended by a new password',
  password_reset: 'ended by a new password, set with a one-time code',
  replaced_by_login: 'replaced by a new login in the same browser',
  refresh_reused: 'ended by the reuse alarm',
  refresh_shadowed: 'ended by the reuse alarm',
  database_rolled_back: 'ended after the server went back in time',
  revoked_by_operator: 'ended by whoever runs this server, with all others',
}

export const reasonWords = (reason: EndReason | null): string => (reason ? reasons[reason] : 'ended')

export const strategyWords: Record<Strategy, string> = {
  'client-side': 'Forget it: logging out deletes the cookie, and nothing else.',
  denylist: 'Deny it: logging out puts the session on the denylist until its access token has expired.',
  rotation: 'Starve it: short access tokens; logging out stops their renewal.',
  combined: 'Starve it and deny it: short access tokens; logging out stops their renewal and denies the one in use.',
}

export interface ActivityWords {
  text: string
  /** What its owner should do about it. */
  advice?: string
}

/** One line for each thing that can happen. `device` names where, when that is still known. */
export function activityWords({ kind, generation, reason }: WireActivity, device: string | null): ActivityWords {
  const on = device ? ` on ${device}` : ''
  const pair = `A${generation} and R${generation}`
  switch (kind) {
    case 'registered':
      return { text: `Account created${on}` }
    case 'logged_in':
      return { text: `Logged in${on}` }
    case 'logged_in_new_device':
      return {
        text: `New device: first login${on}, as far as its cookies tell`,
        advice: 'Not you? Log it out and change your password.',
      }
    case 'login_failed':
      return { text: 'A login with a wrong password', advice: 'Not you? Choose a password that is used nowhere else.' }
    case 'used':
      return { text: `A${generation} first used${on}` }
    case 'refreshed':
      return { text: `Renewed${on}: ${pair} issued, R${generation! - 1} rotated` }
    case 'replayed':
      return { text: `Renewal asked for again${on}: ${pair} given a second time, as after a lost answer` }
    case 'reauthenticated':
      return { text: `Password checked again${on}` }
    case 'session_ended':
      return { text: `Session${on} ${reasonWords(reason)}` }
    case 'refresh_reused':
      return {
        text: `Someone used a refresh token of this login twice${on}, so the login was ended`,
        advice: 'If that was not you, somebody has copied your cookies: change your password.',
      }
    case 'refresh_shadowed':
      return {
        text: `Two browsers were renewing one login${on}, so it was ended`,
        advice: 'Somebody may have copied your cookies: change your password.',
      }
    case 'database_rolled_back':
      return {
        text: `A refresh token newer than the database was shown${on}, so the login was ended`,
        advice: 'The server may have been restored from an older copy. If nobody told you so, change your password.',
      }
    case 'alarm_acknowledged':
      return { text: `Alarm acknowledged${on}` }
    case 'logged_out_everywhere':
      return { text: 'Logged out everywhere' }
    case 'password_changed':
      return { text: `Password changed${on}; every other device was logged out` }
    case 'reset_code_issued':
      return {
        text: 'A one-time code for a new password was made on the server',
        advice: 'If you did not ask for it, ask whoever runs this server.',
      }
    case 'password_reset':
      return { text: 'Password replaced with a one-time code; every device was logged out' }
  }
}
