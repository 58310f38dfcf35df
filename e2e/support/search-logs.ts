import { existsSync, readFileSync } from 'node:fs'
import { allSecrets } from './secrets.ts'
import { LOG } from './server.ts'

/** The last step of the run: every secret that the suite has seen, in every line that every server has printed. */
const text = existsSync(LOG) ? readFileSync(LOG, 'utf8') : ''
const secrets = allSecrets()
const spellings = (secret: string) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64url')]
const found = secrets.filter((secret) => spellings(secret).some((spelling) => text.includes(spelling)))
console.log(`${secrets.length} secrets looked for in ${text.split('\n').length} lines of log: ${found.length} found`)
if (secrets.length === 0 || text === '')
  throw new Error('Nothing to look for, or nowhere to look: the suite did not run')
process.exitCode = found.length === 0 ? 0 : 1
