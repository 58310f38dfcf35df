import { credentials, LEEWAY } from '../../auth/testing.ts'
import { jarOf, type Seat, sit } from './scene.ts'
import { requireAlive, requireDead, type Trial } from './trial.ts'

/** Seconds: the laptop was closed in the middle of the refresh and is opened the next morning. */
const NIGHT = 14 * 3600

/**
 * P3: whoever got no answer presents the parent again and goes on, in one line of descent; a copy is found out.
 * The honest one comes alone, the next morning; the thief at once, with the honest one behind.
 */
export async function judgeRefresh(trial: Trial): Promise<void> {
  const { engine, clock, scene, first, move, check, happened } = trial
  const { own } = scene
  const row = (await engine.store.findSession(own.sessionId))!
  check(row.revokedAt === null, 'the session ended')
  check(row.generation === (happened('store.withSession') ? 1 : 0), `generation ${row.generation}`)
  if (first === 'honest') clock.advance(NIGHT)

  // The copy is of the whole jar: one is as good as the other until one of them is used.
  const one = await move(engine.auth.refresh(own.jar))
  check(one.code === 'ok' && one.value?.tokens?.session.generation === 1, `presented again: ${one.code}`)
  const other = await move(engine.auth.refresh(own.jar))
  const same = other.value?.tokens?.refreshToken === one.value?.tokens?.refreshToken
  check(other.code === 'ok' && same, `presented twice: ${other.code}, ${same ? 'the same' : 'another'} successor`)
  if (!one.value?.tokens) return
  const child: Seat = { ...own, jar: jarOf(one.value.tokens) }
  const used = (await move(engine.auth.authenticate(child.jar.accessToken))).code
  check(used === 'ok', `the new access token: ${used}`)

  clock.advance(LEEWAY + 1)
  const late = (await move(engine.auth.refresh(own.jar))).code
  check(late === 'refresh_reused', `the parent after its child was used: ${late}`)
  await requireDead(trial, child, child.jar, 'a stolen')
  for (const seat of [scene.other, scene.stranger]) await requireRenewable(trial, seat)
}

/** The access token of a session that nobody touched may have run out in the night. */
async function requireRenewable({ engine, move, check }: Trial, seat: Seat): Promise<void> {
  const { code } = await move(engine.auth.refresh(seat.jar))
  check(code === 'ok', `a session beside it is not renewed: ${code}`)
}

/** The first use of a generation closes the window of its parent: a crash may leave it open, never lose that it was closed. */
export async function judgeFirstUse(trial: Trial): Promise<void> {
  const { engine, clock, scene, move, check, happened } = trial
  const { own, stale } = scene
  const seen = async () => {
    const activity = await engine.store.listActivity(scene.accountId, { limit: 1000 })
    return activity.filter(({ kind, sessionId }) => kind === 'used' && sessionId === own.sessionId).length
  }
  const isUsed = async () => (await engine.store.findSession(own.sessionId))!.usedAt !== null
  const committed = happened('store.withSession')
  check((await isUsed()) === committed, 'a first use is half done')
  check((await seen()) === (committed ? 1 : 0), 'a first use and its event differ')
  const again = (await move(engine.auth.authenticate(own.jar.accessToken))).code
  check(again === 'ok', `used again: ${again}`)
  check((await isUsed()) && (await seen()) === 1, 'the first use is not noted once')
  if (!stale) return requireAlive(trial, own, 'the used')
  clock.advance(LEEWAY + 1)
  const late = (await move(engine.auth.refresh(stale))).code
  check(late === 'refresh_reused', `the parent after its child was used: ${late}`)
  await requireDead(trial, own, own.jar, 'a stolen')
}

/** One account or none, and one session with it. */
export async function judgeRegister(trial: Trial): Promise<void> {
  const { engine, scene, move, check, happened } = trial
  const email = scene.newcomer
  const committed = happened('store.createAccount')
  const account = await engine.store.findAccountByEmail(email)
  check((account !== null) === committed, committed ? 'the account is lost' : 'half an account')
  if (account) check((await engine.store.listSessions(account.id)).length === 1, 'not one session')
  const who = credentials(scene.strategy, email)
  const again = await move(engine.auth.register(who))
  check(again.code === (committed ? 'email_taken' : 'ok'), `registered again: ${again.code}`)
  const { code, value } = await move(engine.auth.login(who))
  check(code === 'ok', `logged in: ${code}`)
  if (!value) return
  const rows = await engine.store.listSessions(value.account.id)
  check(rows.length === 2, `${rows.length} sessions after one registration and one login`)
  await requireAlive(trial, await sit(engine, value), 'the new')
  await requireAlive(trial, scene.stranger, 'a stranger’s')
}

/** The 51st session and the end of the one unseen for longest are one commit. */
export async function judgeRoom(trial: Trial): Promise<void> {
  const { engine, scene, move, check, happened } = trial
  const { own } = scene
  const requireFifty = async (when: string) => {
    const rows = await engine.store.listSessions(scene.accountId)
    const open = rows.filter(({ revokedAt }) => revokedAt === null).length
    check(open === scene.sessions, `${open} open sessions ${when}`)
  }
  const committed = happened('store.withAccount')
  const row = await engine.store.findSession(own.sessionId)
  check((row?.revokedAt !== null) === committed, 'room is half made')
  await requireFifty('after the restart')
  await (committed ? requireDead(trial, own, own.jar, 'an') : requireAlive(trial, own, 'an open'))
  const { code } = await move(engine.auth.login(credentials(scene.strategy, scene.email)))
  check(code === 'ok', `logged in again: ${code}`)
  await requireFifty('after another login')
  for (const seat of [scene.other, scene.stranger]) await requireAlive(trial, seat, 'a kept')
}

/** Everybody or nobody, strangers too; and whoever ran the command runs it again. */
export async function judgeRevokeAll(trial: Trial): Promise<void> {
  const { engine, scene, check, happened } = trial
  const seats = [scene.own, scene.other, scene.stranger]
  const committed = happened('store.beginEra')
  for (const seat of seats)
    await (committed ? requireDead(trial, seat, seat.jar, 'an') : requireAlive(trial, seat, 'an open'))
  check((await engine.store.findEra()) > 0 === committed, 'an era is half begun')
  check((await engine.auth.revokeAll()).confirmed, 'not confirmed, and both stores answer')
  for (const seat of seats) await requireDead(trial, seat, seat.jar, 'an')
  const { code, value } = await trial.move(engine.auth.login(credentials(scene.strategy, scene.email)))
  check(code === 'ok', `logged in: ${code}`)
  if (value) await requireAlive(trial, await sit(engine, value), 'a new')
}

/** What is still needed outlives a crash among the deletions, and the next run deletes what is left. */
export async function judgePrune(trial: Trial): Promise<void> {
  const { engine, scene, check } = trial
  const needed = async () => {
    const keys = (await engine.store.listDenials({ after: '', limit: 1000 })).map(({ key }) => key)
    check(keys.includes(`sid:${scene.other.sessionId}`), 'a denial that is in force is gone')
    await requireDead(trial, scene.other, scene.other.jar, 'a newly')
    const row = await engine.store.findSession(scene.other.sessionId)
    check(row?.revokedReason === 'logged_out', 'an ending of today is gone from the list')
  }
  await needed()
  while ((await engine.store.prune(1)) > 0);
  await needed()
  for (const seat of [scene.own, scene.stranger]) await requireAlive(trial, seat, 'a living')
  const rows = await engine.store.listSessions(scene.accountId)
  check(rows.length === scene.sessions - 1, `${rows.length} sessions are left of ${scene.sessions}`)
}
