import { createHash } from 'node:crypto'
import { type IncomingHttpHeaders, request } from 'node:http'

export interface Heard {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** One request as a scanner sends it: nothing is added, followed or decoded. Of an event stream the head is enough. */
export function ask(url: string, method = 'GET', headers: Record<string, string> = {}, body?: string): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      const done = () =>
        resolve({ status: answer.statusCode!, headers: answer.headers, text: Buffer.concat(chunks).toString('utf8') })
      answer.on('data', (chunk) => chunks.push(chunk)).once('end', done)
      if (answer.headers['content-type']?.startsWith('text/event-stream')) {
        done()
        sent.destroy()
      }
    })
    sent.once('error', reject).end(body)
  })
}

/** The directives of a policy with their sources. */
export const policyOf = ({ headers }: Heard): Map<string, string[]> =>
  new Map(
    String(headers['content-security-policy'] ?? '')
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources]),
  )

export const nonceOf = (heard: Heard): string | undefined =>
  policyOf(heard)
    .get('script-src')
    ?.map((source) => /^'nonce-(.+)'$/.exec(source)?.[1])
    .find(Boolean)

const STANDING = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** What an outside scanner would report of this answer. Empty: nothing. */
export function faultsOf(path: string, heard: Heard, isHttps: boolean): string[] {
  const { headers } = heard
  const faults = Object.entries(STANDING)
    .filter(([name, value]) => headers[name] !== value)
    .map(([name]) => `${name}: ${headers[name]}`)
  if (!/camera=\(\).*geolocation=\(\)/.test(String(headers['permissions-policy']))) faults.push('permissions-policy')
  const age = Number(/^max-age=(\d+)/.exec(headers['strict-transport-security'] ?? '')?.[1] ?? 0)
  // RFC 6797, section 7.2: not over http.
  if (isHttps ? age < 31_536_000 : age > 0) faults.push(`strict-transport-security: ${age}`)
  for (const name of ['x-powered-by', 'server', 'x-nextjs-prerender']) if (headers[name]) faults.push(name)
  return [...faults, ...faultsOfPolicy(heard), ...faultsOfCaching(path, heard)]
}

function faultsOfPolicy(heard: Heard): string[] {
  const policy = policyOf(heard)
  const faults = ['default-src', 'frame-ancestors', 'base-uri']
    .filter((name) => policy.get(name)?.join() !== "'none'")
    .map((name) => `${name} ${policy.get(name)}`)
  if (!/^'(self|none)'$/.test(policy.get('form-action')?.join() ?? '')) faults.push('form-action')
  const nonce = nonceOf(heard)
  const hashes = policy.get('script-src')?.filter((source) => source.startsWith("'sha256-")) ?? []
  const scripts = policy.get('script-src')?.filter((source) => !hashes.includes(source))
  if (scripts && scripts.join(' ') !== `'nonce-${nonce}' 'strict-dynamic'`) faults.push(`script-src ${scripts}`)
  if (policy.get('style-src')?.join().includes('unsafe')) faults.push('style-src')
  if (!heard.headers['content-type']?.startsWith('text/html')) return faults
  for (const [, attributes = '', text = ''] of heard.text.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)) {
    const hash = `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    if (!(nonce && attributes.includes(`nonce="${nonce}"`)) && !hashes.includes(hash))
      faults.push(`a script that would not run: ${attributes} ${text.slice(0, 40)}`)
  }
  return faults
}

function faultsOfCaching(path: string, heard: Heard): string[] {
  const { status, headers } = heard
  const control = headers['cache-control'] ?? ''
  const faults: string[] = []
  const isKept = /public|s-maxage|max-age=[1-9]/.test(control)
  if (isKept && headers['set-cookie']) faults.push(`Set-Cookie beside ${control}`)
  if (isKept && nonceOf(heard)) faults.push(`a nonce beside ${control}`)
  const isFile = path.startsWith('/_next/static/') && [200, 206, 304].includes(status)
  if (isFile ? !control.includes('immutable') : isKept || !control.includes('no-store'))
    faults.push(`cache-control: ${control}`)
  return faults
}
