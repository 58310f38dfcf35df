import { jwtVerify } from 'jose'
import { issueAccessToken, verifyAccessToken } from '../auth/access-token.ts'
import { createVerifiedTokens } from '../server/verified-tokens.ts'
import { drivers } from './drivers.ts'
import { ISSUER, now, openEngine } from './engine.ts'
import { arriving, compare, type Subject } from './measure.ts'
import { openPeers } from './peers.ts'
import { type Section, times } from './report.ts'

/** More than the product remembers: presented in turn, each has been forgotten when it comes again. */
const TOO_MANY = 10_500
const SEEN_LIMIT = 0.1
const NEW_LIMIT = 1.1

/** Tokens of one session, in turn: no two calls in a row verify the same. */
async function manyTokens({ deps, login }: Awaited<ReturnType<typeof openEngine>>): Promise<() => string> {
  const tokens: (() => string)[] = []
  for (let i = 0; i < TOO_MANY; i += 1) tokens.push(arriving(await issueAccessToken(deps, login.session, now())))
  let next = 0
  return () => tokens[next++ % TOO_MANY]!()
}

/** Target 1: one authenticated check in process, revocation asked, against jose's verification alone. */
export async function benchChecks(folder: string, rounds: number): Promise<Section> {
  const subjects: Subject[] = []
  const parts: Subject[] = []
  const limits = new Map<string, number>()
  const close: (() => unknown)[] = []
  for (const [name, open] of Object.entries(drivers)) {
    const opened = await open(now, folder, 'check')
    close.push(opened.close)
    const { auth, deps, login } = await openEngine(opened, { verified: createVerifiedTokens() })
    const seen = arriving(login.accessToken)
    // A memory of its own, or these would drive the token above out of it.
    const apart = await openEngine(opened, { keys: deps.keys, verified: createVerifiedTokens() })
    const unseen = await manyTokens(apart)
    if (subjects.length === 0) {
      const [plain, forgetful] = [await manyTokens(apart), await manyTokens(apart)]
      const without = await openEngine(opened, { keys: deps.keys })
      parts.push(
        { name: 'of it: verifyAccessToken', run: () => verifyAccessToken(deps, plain(), now()) },
        { name: 'of it: without remembering', run: () => without.auth.authenticate(forgetful()) },
      )
      const options = { algorithms: ['HS256'], typ: 'at+jwt', issuer: ISSUER, audience: ISSUER }
      const any = await manyTokens(apart)
      subjects.push({ name: 'jose: jwtVerify', run: () => jwtVerify(any(), deps.keys.current.key, options) })
    }
    const [again, first] = [`authenticate, seen before (${name})`, `authenticate, never seen (${name})`]
    subjects.push(
      { name: again, run: () => auth.authenticate(seen()) },
      { name: first, run: () => apart.auth.authenticate(unseen()) },
    )
    if (!opened.remote) limits.set(again, SEEN_LIMIT).set(first, NEW_LIMIT)
  }
  const peers = await openPeers(folder)
  const results = await compare([...subjects, ...parts, ...peers.subjects], rounds)
  for (const end of close) end()
  return {
    title: '1 · An authenticated check, in process (÷ jose)',
    results: results.slice(0, subjects.length).map((result) => times(result, limits.get(result.name) ?? null)),
    others: results.slice(subjects.length).map((result) => times(result, null)),
    notes: [
      'Four revocation keys are asked each time; jose alone revokes nothing. Each text arrives in new memory, as from a socket.',
      ...peers.missing,
    ],
  }
}
