import { cookieHeader, type LabTokens } from '../http/lab-cookies.ts'
import type { Presenter } from './verbs.ts'

/** Where the app answers, and the origin that its own pages come from. Both are configuration: no request names them. */
export interface Site {
  selfOrigin: string
  appOrigin: string
  /** Sent by the actors of this process; nobody else is believed to be one, or spared a limit. */
  proof: string
}

const USER_AGENT = /^logged-out-lab\/1 \((you|attacker|device)(?:; ([\w ,]{1,40}))?\)$/
const PROOF = 'x-lab-actor'

function userAgentOf({ actor, by }: Presenter): string {
  return `logged-out-lab/1 (${actor}${by ? `; ${by}` : ''})`
}

export const isOwnActor = ({ proof }: Site, headers: Headers): boolean => headers.get(PROOF) === proof

/**
 * Who presents a credential: one of our actors by its User-Agent, a page of ours by what the browser says, and anybody else,
 * such as a terminal, has a copy. Only a label in the run's diary hangs on it.
 */
export function presenterOf(site: Site, headers: Headers): Presenter {
  const [, actor, by] = USER_AGENT.exec(headers.get('user-agent') ?? '') ?? []
  if (actor && isOwnActor(site, headers)) return { actor: actor as Presenter['actor'], by: by ?? null }
  const ours = headers.get('sec-fetch-site') === 'same-origin'
  return ours ? { actor: 'you', by: null } : { actor: 'attacker', by: 'Your terminal' }
}

/** Milliseconds after which one of our own requests has failed. */
const DEADLINE = 5_000

/** A client with a jar of its own in a separate place: real HTTP requests to the app's own fixed origin. */
export class Actor {
  tokens: LabTokens
  readonly #site: Site
  readonly #runId: string
  readonly #presenter: Presenter

  constructor(site: Site, runId: string, presenter: Presenter, tokens: LabTokens) {
    this.#site = site
    this.#runId = runId
    this.#presenter = presenter
    this.tokens = tokens
  }

  /** As the page's `curl` does: the access token as a bearer, and no cookie at all. */
  replay = (): Promise<number> => this.#send('GET', 'me', { authorization: `Bearer ${this.tokens.accessToken}` })
  me = (): Promise<number> => this.#send('GET', 'me', this.#cookies())
  refresh = (tokens: LabTokens = this.tokens): Promise<number> =>
    this.#send('POST', 'refresh', { cookie: cookieHeader(this.#runId, { ...tokens, accessToken: null }) })
  logout = (): Promise<number> => this.#send('POST', 'logout', this.#cookies())

  #cookies = () => ({ cookie: cookieHeader(this.#runId, this.tokens) })

  /** The status; 0 when there was no answer. The jar is brought up to date. */
  async #send(method: string, verb: string, headers: Record<string, string>): Promise<number> {
    const { selfOrigin, appOrigin, proof } = this.#site
    try {
      const response = await fetch(`${selfOrigin}/api/lab/runs/${this.#runId}/${verb}`, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(DEADLINE),
        headers: {
          'user-agent': userAgentOf(this.#presenter),
          [PROOF]: proof,
          ...(method === 'POST' && { origin: appOrigin, 'content-type': 'application/json' }),
          ...headers,
        },
        body: method === 'POST' ? '{}' : undefined,
      })
      await response.arrayBuffer()
      this.#keep(response.headers.getSetCookie())
      return response.status
    } catch {
      return 0
    }
  }

  #keep(lines: string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';')
      const value = pair.slice(pair.indexOf('=') + 1) || null
      if (pair.startsWith('__Host-lab-')) this.tokens = { ...this.tokens, accessToken: value }
      if (pair.startsWith('__Secure-lab-refresh=')) this.tokens = { ...this.tokens, refreshToken: value }
      if (pair.startsWith('__Secure-lab-holder=')) this.tokens = { ...this.tokens, holder: value }
    }
  }
}
