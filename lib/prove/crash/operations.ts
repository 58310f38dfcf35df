import type { Receipt } from '../../auth/index.ts'
import { credentials, LEEWAY, PASSWORD } from '../../auth/testing.ts'
import { pruning } from './jobs.ts'
import { judgeFirstUse, judgeRefresh, judgeRegister, judgeRevokeAll, judgeRoom } from './judge-others.ts'
import {
  AGAIN,
  caller,
  ending,
  logIn,
  NEXT_PASSWORD,
  type Operation,
  OUT,
  operation,
  ROTATING,
  requirePassword,
  who,
} from './operation.ts'
import { full, unused } from './scene.ts'
import type { Trial } from './trial.ts'

/** Ends whatever has the same denylist. */
export const endOfEverything: Operation = operation('end of everything by the operator', {
  calls: () => [['revokeAll']],
  judge: judgeRevokeAll,
})

/** The small share of the search is the first three. */
export const operations: Operation[] = [
  operation('refresh', {
    strategies: ROTATING,
    firsts: ['honest', 'thief'],
    calls: ({ own }) => [['refresh', own.jar]],
    judge: judgeRefresh,
  }),
  operation('logout', {
    firsts: ['honest', 'thief'],
    calls: ({ own }) => [['logout', own.jar]],
    judge: ending({
      endsAt: 'store.withSession',
      ends: ['own'],
      answers: AGAIN,
      async repeat(trial) {
        const receipt = await trial.engine.auth.logout(trial.scene.own.jar)
        trial.check(receipt.ended.length === 1, 'the receipt names no session')
        return receipt
      },
    }),
  }),
  operation('password change', {
    calls: ({ own }) => [['changePassword', own.principal, { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD }]],
    judge: ending({
      endsAt: 'store.withAccount',
      opensAt: 'store.withAccount',
      ends: ['own', 'other'],
      answers: OUT,
      also: requirePassword,
      async repeat(trial) {
        const input = { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD }
        const { receipt } = await trial.engine.auth.changePassword(await caller(trial, trial.scene.own), input)
        await requirePassword(trial, true)
        return receipt
      },
    }),
  }),
  operation('password reset', {
    async prepare(engine, _clock, scene) {
      scene.code = (await engine.auth.issueResetCode(scene.email))!.code
    },
    calls: ({ email, code }) => [['resetPassword', { email, code, newPassword: NEXT_PASSWORD }]],
    judge: ending({
      endsAt: 'store.withAccount',
      ends: ['own', 'other'],
      answers: { committed: /^reset_refused$/, else: /^ok$/ },
      also: requirePassword,
      async repeat(trial) {
        const { email, code } = trial.scene
        const receipt = await trial.engine.auth.resetPassword({ email, code: code!, newPassword: NEXT_PASSWORD })
        await requirePassword(trial, true)
        return receipt
      },
    }),
  }),
  endOfEverything,
  operation('register', {
    calls: ({ strategy, newcomer }) => [['register', credentials(strategy, newcomer)]],
    judge: judgeRegister,
  }),
  operation('login', {
    calls: (scene) => [['login', who(scene)]],
    judge: ending({
      endsAt: 'store.withAccount',
      opensAt: 'store.withAccount',
      ends: [],
      answers: AGAIN,
      repeat: logIn,
    }),
  }),
  operation('login while logged in', {
    calls: (scene) => [
      ['login', who(scene)],
      ['logout', scene.own.jar, 'replaced_by_login'],
    ],
    judge: ending({
      endsAt: 'store.withSession',
      opensAt: 'store.withAccount',
      ends: ['own'],
      answers: AGAIN,
      async repeat(trial) {
        await logIn(trial)
        return trial.engine.auth.logout(trial.scene.own.jar, 'replaced_by_login')
      },
    }),
  }),
  operation('login that makes room', {
    strategies: ['combined'],
    prepare: full,
    calls: (scene) => [['login', who(scene)]],
    judge: judgeRoom,
  }),
  operation('refresh that detects reuse', {
    strategies: ROTATING,
    answer: 'refresh_reused',
    async prepare(engine, clock, scene) {
      await unused(engine, clock, scene)
      scene.own.principal = await engine.auth.authenticate(scene.own.jar.accessToken)
      clock.advance(LEEWAY + 1)
    },
    calls: ({ stale }) => [['refresh', stale]],
    judge: ending({
      endsAt: 'store.withSession',
      ends: ['own'],
      answers: { committed: /^refresh_reused$/, else: /^refresh_reused$/ },
      repeat: async ({ engine, scene }) => engine.auth.refresh(scene.stale!).then(() => null),
    }),
  }),
  operation('authenticate, first use', {
    prepare: unused,
    calls: ({ own }) => [['authenticate', own.jar.accessToken]],
    judge: judgeFirstUse,
  }),
  operation('logout of the others', {
    calls: ({ own }) => [['logoutOthers', own.principal]],
    judge: ending({
      endsAt: 'store.withAccount',
      ends: ['other'],
      answers: AGAIN,
      repeat: async (trial) => trial.engine.auth.logoutOthers(await caller(trial, trial.scene.own)),
    }),
  }),
  operation('logout everywhere', {
    calls: ({ own }) => [['logoutEverywhere', own.principal]],
    judge: ending({
      endsAt: 'store.withAccount',
      ends: ['own', 'other'],
      answers: OUT,
      repeat: async (trial) => trial.engine.auth.logoutEverywhere(await caller(trial, trial.scene.own)),
    }),
  }),
  operation('end of another device', {
    calls: ({ own, other }) => [['revokeSession', own.principal, other.sessionId]],
    judge: ending({
      endsAt: 'store.withAccount',
      ends: ['other'],
      answers: AGAIN,
      repeat: async (trial) =>
        trial.engine.auth.revokeSession(await caller(trial, trial.scene.own), trial.scene.other.sessionId),
    }),
  }),
  operation('deletion of the account', {
    calls: ({ own }) => [['deleteAccount', own.principal]],
    judge: ending({
      endsAt: 'store.withAccount',
      ends: ['own', 'other'],
      deletes: true,
      answers: OUT,
      async also(trial, committed) {
        const { code } = await trial.move(logIn(trial))
        trial.check(code === (committed ? 'invalid_credentials' : 'ok'), `logged in: ${code}`)
      },
      repeat: deleteAgain,
    }),
  }),
  pruning,
]

/** The address is free afterwards, and a new account is not the old one. */
async function deleteAgain(trial: Trial): Promise<Receipt> {
  const { engine, scene } = trial
  const receipt = await engine.auth.deleteAccount(await caller(trial, scene.own))
  trial.check((await trial.move(logIn(trial))).code === 'invalid_credentials', 'a deleted account logs in')
  const { account } = await engine.auth.register(who(scene))
  trial.check(account.id !== scene.accountId, 'the deleted account is back')
  return receipt
}
