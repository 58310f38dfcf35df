import type { Receipt } from '../../auth/index.ts'
import { type Jar, jarOf, type Seat } from './scene.ts'
import { endings, requireAlive, requireDead, type Trial } from './trial.ts'

type Place = 'own' | 'other'

export interface Ending {
  /** The step that ends sessions; null: they were over before. */
  endsAt: string | null
  ends: Place[]
  /** The step that opens a session. */
  opensAt?: string
  /** The account goes with its sessions. */
  deletes?: boolean
  /** The owner, who had no answer, does it again with what they have. */
  repeat(trial: Trial): Promise<Receipt | null>
  /** How that is answered: after a step that had committed, and after one that had not. */
  answers: { committed: RegExp; else: RegExp }
  /** What else is whole or not at all. */
  also?(trial: Trial, committed: boolean): Promise<void>
}

/** An operation that ends or opens sessions: it happened wholly or not at all, and can be repeated; the thief loses. */
export async function judgeEnding(trial: Trial, ending: Ending): Promise<void> {
  const { engine, scene, move, check, happened } = trial
  const committed = ending.endsAt === null || happened(ending.endsAt)
  const opened = ending.opensAt !== undefined && happened(ending.opensAt)
  const ended = ending.ends.map((name) => scene[name])
  const kept = ending.deletes
    ? [scene.stranger]
    : [scene.own, scene.other, scene.stranger].filter((seat) => !ended.includes(seat))

  const rows = await engine.store.listSessions(scene.accountId)
  const expected = ending.deletes && committed ? 0 : scene.sessions + (opened ? 1 : 0)
  check(rows.length === expected, `${rows.length} sessions instead of ${expected}`)
  check(new Set(rows.map(({ id }) => id)).size === rows.length, 'a session stands twice')
  for (const seat of ended) {
    const row = rows.find(({ id }) => id === seat.sessionId)
    const over = !row || row.revokedAt !== null
    check(
      over === committed,
      committed ? 'an ending that had committed is lost' : 'an ending that had not committed is there',
    )
    await (committed ? requireDead(trial, seat, seat.jar, 'an') : requireAccess(trial, seat))
  }
  for (const seat of kept) await requireAccess(trial, seat)
  await ending.also?.(trial, committed)

  const loot: [Seat, Jar][] = []
  if (trial.first === 'thief' && !committed)
    for (const seat of ended.filter(({ jar }) => jar.refreshToken)) {
      const { code, value } = await move(engine.auth.refresh(seat.jar))
      check(code === 'ok', `a copy of an open session is not renewed: ${code}`)
      if (value?.tokens) loot.push([seat, jarOf(value.tokens)])
    }
  const over = await endings(trial)

  const { code, value: receipt } = await move(ending.repeat(trial))
  const answer = committed ? ending.answers.committed : ending.answers.else
  check(answer.test(code), `repeated: ${code}`)
  if (receipt) requireTruth(trial, receipt, ended)
  for (const seat of ended) await requireDead(trial, seat, seat.jar, 'an')
  for (const [seat, jar] of loot) await requireDead(trial, seat, jar, 'the thief’s copy of an')
  for (const seat of kept) await requireAlive(trial, seat, seat === scene.stranger ? 'a stranger’s' : 'a kept')
  for (const [id, row] of over) {
    const now = await engine.store.findSession(id)
    const stays =
      now === null ? ending.deletes : now.revokedAt === row.revokedAt && now.revokedReason === row.revokedReason
    check(stays === true, 'a session that was over came back, or ended twice')
  }
}

async function requireAccess({ engine, move, check }: Trial, seat: Seat): Promise<void> {
  const { code } = await move(engine.auth.authenticate(seat.jar.accessToken))
  check(code === 'ok', `an open session is refused: ${code}`)
}

/** The receipt of the repetition says what `requireDead` will find. */
function requireTruth({ engine, check }: Trial, receipt: Receipt, ended: Seat[]): void {
  check(receipt.pending.length === 0, 'the receipt has something pending, and both stores answer')
  for (const one of receipt.ended) {
    const { denies, rotates } = engine.strategies[one.strategy!]
    const seat = ended.find(({ sessionId }) => sessionId === one.sessionId)
    check(one.access === (denies ? 'denied' : 'lives'), `the receipt says of access: ${one.access}`)
    check(one.refresh === (rotates ? 'revoked' : 'none'), `the receipt says of refresh: ${one.refresh}`)
    const until = one.stolenTokenWorksUntil
    const honest = denies ? until === null : until !== null && until >= (seat?.principal?.expiresAt ?? 0)
    check(honest, 'the receipt is wrong about how long a copy works')
  }
}
