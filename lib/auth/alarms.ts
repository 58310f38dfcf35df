import type { AuthDeps } from './deps.ts'
import { actAsOwn } from './own-session.ts'
import { ACTIVITY_KEPT, type ActivityKind, activityKinds } from './ports.ts'
import type { Principal } from './principal.ts'
import { type Alarm, alarms } from './refresh.ts'
import { activityOf } from './session.ts'

/** A session was ended because somebody else seemed to hold its tokens. `device` null: its row is gone. */
export interface AlarmView {
  id: number
  kind: Alarm
  at: number
  device: string | null
}

/** After one of these the owner knows of every alarm before it. A new password has ended what a thief could hold, too. */
const answers: readonly ActivityKind[] = ['alarm_acknowledged', 'password_changed', 'password_reset']
/** All rows that are kept: no flood of other events hides an alarm. */
const ALL = ACTIVITY_KEPT * activityKinds.length

const isAlarm = (kind: ActivityKind): kind is Alarm => alarms.some((alarm) => alarm === kind)

/** The alarms of an account that its owner has not answered, newest first. */
export async function listAlarms(
  { store }: Pick<AuthDeps, 'store'>,
  { accountId }: Pick<Principal, 'accountId'>,
): Promise<AlarmView[]> {
  const activity = await store.listActivity(accountId, { limit: ALL })
  const answered = activity.findLast(({ kind }) => answers.includes(kind))?.id ?? 0
  const open = activity.filter(({ id, kind }) => id > answered && isAlarm(kind))
  if (open.length === 0) return []
  const devices = new Map((await store.listSessions(accountId)).map(({ id, device }) => [id, device]))
  return open
    .map(({ id, kind, at, sessionId }) => ({
      id,
      kind: kind as Alarm,
      at,
      device: devices.get(sessionId ?? '') ?? null,
    }))
    .reverse()
}

/**
 * The owner knows of every alarm so far. A thief must not be able to say so: throws `reauthentication_required` like all that
 * needs a recent password check, and `session_revoked`. Returns the time.
 */
export async function acknowledgeAlarms(deps: AuthDeps, caller: Principal): Promise<number> {
  const at = await actAsOwn(deps, caller, { stepUp: true }, (_account, _open, now, own) => ({
    outcome: now,
    activity: [activityOf(own, 'alarm_acknowledged', now)],
  }))
  deps.notify(caller.accountId)
  return at
}
