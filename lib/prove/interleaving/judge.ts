import { isDeepStrictEqual } from 'node:util'
import { type IssuedTokens, isAuthError, type Session } from '../../auth/index.ts'
import { claimsOf } from '../../auth/testing.ts'
import type { Act, Done } from './acts.ts'
import type { Scene } from './scene.ts'

const ends = (act: Act) => act === 'logout' || act === 'everywhere' || act === 'password'
const endsAll = (act: Act) => act === 'everywhere' || act === 'password'

/** What is wrong with the world after a run, in sentences. None: the engine kept its promises in this order of steps. */
export async function judge(scene: Scene, all: Done[]): Promise<string[]> {
  const wrong: string[] = []
  const claim = (holds: boolean, sentence: string) => void (holds || wrong.push(sentence))
  const outcome = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'accepted',
      (error) => (isAuthError(error) ? error.code : String(error)),
    )
  const { auth, deps, strategy } = scene
  const denies = deps.strategies[strategy].denies
  const accepts = async (token: string) => (await outcome(auth.authenticate(token))) === 'accepted'
  const renews = ({ refreshToken, holder }: Pick<IssuedTokens, 'refreshToken' | 'holder'>) =>
    outcome(auth.refresh({ refreshToken, holder }))
  const rowOf = async (id: string): Promise<Session | null> => deps.store.findSession(id)

  const ended = all.filter(({ act, refusal }) => ends(act) && refusal === null)
  const endedAll = ended.filter(({ act }) => endsAll(act))
  const refreshed = all.flatMap(({ act, tokens }) => (act === 'refresh' && tokens ? [tokens] : []))
  const issued = [...scene.before, ...refreshed.map(({ accessToken }) => accessToken)]
  const own = (await rowOf(scene.caller.sessionId))!

  claim(new Set(refreshed.map(({ refreshToken }) => refreshToken)).size <= 1, 'P1, P2: two tabs got two successors')
  claim(ended.length > 0 === all.some(({ act }) => ends(act)), 'nobody who wanted to log out did')
  claim((own.revokedAt !== null) === ended.length > 0, 'the row does not say whether the session has ended')
  claim(endedAll.length <= 1, 'a session that had ended itself ended everything')
  for (const one of all) judgeOne(one)

  for (const token of issued)
    claim((await accepts(token)) === !(denies && ended.length > 0), 'an access token of the first device')
  const keeps = endedAll.length === 0
  claim((await accepts(scene.other.accessToken)) === (keeps || !denies), 'the access token of the second device')
  claim(
    (await renews(scene.other)) === (keeps ? 'accepted' : 'session_revoked'),
    'the refresh token of the second device',
  )
  for (const tokens of [scene.jar, ...refreshed]) {
    const code = await renews(tokens)
    claim(
      code === (ended.length > 0 ? 'session_revoked' : 'accepted'),
      `the refresh token of the first device: ${code}`,
    )
  }
  if (ended.length > 0)
    claim(isDeepStrictEqual(await rowOf(own.id), own), 'P7: something came back into a session that had ended')

  for (const { act, begun, tokens } of all.filter(({ act }) => act === 'login' || act === 'password')) {
    if (!tokens) continue
    const row = (await rowOf(tokens.session.id))!
    const lives = row.revokedAt === null
    if (act === 'password') claim(lives, 'whoever changed the password was logged out by it')
    const changed = endedAll.some(({ act }) => act === 'password')
    // Also when it committed later: it had proved an older state of the account.
    if (act === 'login' && (changed || endedAll.some((end) => begun < end.begun)))
      claim(!lives, 'a login that began before the end of everything outlived it')
    if (endedAll.length === 0) claim(lives, 'a new login was ended by nobody')
    claim((await renews(tokens)) === (lives ? 'accepted' : 'session_revoked'), 'the row and the refresh token disagree')
    claim((await accepts(tokens.accessToken)) === (lives || !denies), 'the row and the access token disagree')
  }
  claim((await deps.store.listPendingDenials(1)).length === 0, 'a denial was left in the outbox')
  return wrong

  /** One operation against the others that were over before it began, or began after it was over. */
  function judgeOne({ act, begun, finished, refusal, receipt }: Done): void {
    const after = ended.some((end) => end.finished < begun)
    const unharmed = !ended.some((end) => end.begun <= finished)
    if (act === 'refresh') claim(!after || refusal === 'session_revoked', 'P7: a refresh succeeded after the end')
    if (act === 'authenticate' && denies) claim(!after || refusal !== null, 'a check after the end let it in')
    if (['refresh', 'authenticate', 'login'].includes(act))
      claim(!unharmed || refusal === null, `${act} was refused by nobody`)
    if (act === 'logout') claim(refusal === null, 'a logout was refused')
    if (!receipt) return
    const line = receipt.ended.find(({ sessionId }) => sessionId === own.id)
    claim(line !== undefined, 'a receipt does not name the session that it ended')
    claim(line?.access === (denies ? 'denied' : 'lives'), 'a receipt claims another end of the access token')
    const until = line?.stolenTokenWorksUntil ?? 0
    const latest = Math.max(...issued.map((token) => claimsOf(token).exp))
    claim(denies ? until === 0 : until >= latest, 'a receipt names an earlier end than a token that was issued')
  }
}
