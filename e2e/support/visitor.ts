import { settingsFor } from '../../lib/lab/run/presets.ts'
import type { Target } from '../../lib/prove/fuzz/document.ts'
import type { Request, Session } from '../../lib/prove/fuzz/request.ts'
import type { Answer, Filling } from '../../lib/prove/fuzz/wire.ts'
import { Client, loggedIn, registered } from './client.ts'
import { rememberCookies } from './secrets.ts'

/** Requests before a new login: what a generated logout has ended without a cookie is noticed by then. */
const USES = 40

/** The lab shows the tokens of its own, which are good for nothing else. */
const CREDENTIALS = ['__Host-access', '__Secure-refresh', '__Secure-holder', '__Secure-device']

/** Of a run that waits: its attacker asks every 5 s, and nobody logs out. */
const settings = { ...settingsFor('free', 'slow'), strategy: 'combined', poll: 5, logoutAt: null }

/** Who sends the requests to one target: a live session, with a run of its own where the labs are meant. */
export class Visitor {
  private live: Client | null = null
  private run: string | null = null
  private uses = 0
  private known: string[] = []
  private readonly origin: string
  private readonly target: Target
  private readonly ended: Client
  private readonly client: Filling['client']
  email = ''

  constructor(origin: string, target: Target, ended: Client, client: Filling['client']) {
    this.origin = origin
    this.target = target
    this.ended = ended
    this.client = client
  }

  async fillingFor(session: Session): Promise<Filling> {
    // On a busy machine fetch may write to a connection that the server has just closed for idleness: once more, then.
    if (!this.live || this.uses >= USES) await this.renew().catch(() => this.renew())
    this.uses++
    const client = session === 'live' ? this.live : session === 'ended' ? this.ended : null
    const cookie = [...(client?.cookies ?? [])].map((pair) => pair.join('=')).join('; ')
    const [access, refresh] = CREDENTIALS.map((name) => client?.cookies.get(name) ?? '') as [string, string]
    const secrets = CREDENTIALS.flatMap((name) => client?.cookies.get(name) ?? [])
    const { origin, email, known } = this
    return { origin, cookie, access, refresh, client: this.client, email, known, secrets }
  }

  /** Keeps the jar as a browser would, and begins anew when the session is over. */
  async note({ session, headers }: Request, answer: Answer): Promise<void> {
    const lines = answer.headers.get('set-cookie') ?? []
    rememberCookies(lines)
    await this.stopStarted(answer, lines)
    if (session !== 'live' || !this.live) return
    const { cookies } = this.live
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) cookies.delete(name)
      else if (cookies.has(name)) cookies.set(name, value)
    }
    const isIntact = headers.every(([name]) => name !== 'authorization' && name !== 'cookie')
    const isRevoked = this.target.name === 'revoke' && answer.body.includes('sessionId')
    if (!cookies.has('__Host-access') || (answer.status === 401 && isIntact && !this.target.isOAuth) || isRevoked)
      this.live = null
  }

  private async renew(): Promise<void> {
    if (this.live && this.run) await this.live.post(`/api/lab/runs/${this.run}/stop`)
    const { client, email } = await registered(this.origin)
    this.live = client
    this.email = email
    this.uses = 0
    this.run = null
    this.known = [(await client.get('/api/me')).body.session.id]
    if (/lab|results/.test(this.target.path)) await this.startRun(client)
    else if (this.target.path.includes('{')) await this.openAnother(client, email)
  }

  private async openAnother(client: Client, email: string): Promise<void> {
    await loggedIn(this.origin, email)
    const { sessions } = (await client.get('/api/auth/sessions')).body
    this.known = sessions.map(({ id }: { id: string }) => id)
  }

  private async startRun(client: Client): Promise<void> {
    const { status, body } = await client.post('/api/lab/runs', { settings })
    // Every place may be taken by runs that the search began and has not stopped yet.
    if (status !== 201) return
    this.run = body.run.id
    const saved = await client.post(`/api/lab/runs/${this.run}/save`)
    this.known = [body.run.id, body.run.id, saved.body.id, ...this.known]
  }

  /** A run that the search began goes on for minutes, and there is room for twenty. */
  private async stopStarted({ status, body }: Answer, lines: string[]): Promise<void> {
    const guest = /^__Host-guest=([^;]+)/.exec(lines.find((line) => line.startsWith('__Host-guest=')) ?? '')?.[1]
    if (status !== 201 || guest === undefined) return
    const { run } = JSON.parse(body.toString('utf8'))
    await new Client(this.origin, [['__Host-guest', guest]]).post(`/api/lab/runs/${run.id}/stop`)
  }
}
