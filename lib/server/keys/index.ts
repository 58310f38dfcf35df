// `npm run keys`: which keys there are, a new one in front, an old one away. Prints ids, never a key.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { EnvError } from '../env.ts'
import type { KeyEnv } from '../env-keys.ts'
import { loadEnvFiles } from '../variables.ts'
import { add, list, promote, retire, rotate } from './change.ts'
import { changeKeys, KeysError, keysIn } from './file.ts'
import { keysFileOf, variablesIn } from './source.ts'

const USAGE = `npm run keys list                which keys there are, by id
npm run keys rotate              a new signing key and a new pepper in front; the old ones are still known
npm run keys add                 the same, not used yet: for machines that do not share the file
npm run keys promote ID          begin to use it
npm run keys retire ID           what is under that key is refused at the next request
After rotate or add, "eddsa" makes an Ed25519 pair and "hs256" a shared secret; left out: the kind that signs now.`

const FROM_ENVIRONMENT = `The keys come from the environment, which nothing can change under a running process. Put a new one in front there, each made by
  openssl rand 32 | basenc --base64url | tr -d =
and restart, or move them into a file that KEYS_FILE names.`

const root = join(import.meta.dirname, '../../..')
const kinds: Record<string, boolean | undefined> = { eddsa: true, hs256: false }

async function run([command = '', argument, ...rest]: string[]): Promise<string> {
  const path = fileOfKeys()
  const takesKind = command === 'rotate' || command === 'add'
  const takesId = command === 'promote' || command === 'retire'
  if (rest.length > 0 || (takesId ? !argument : argument !== undefined && !(takesKind && argument in kinds)))
    throw new KeysError(USAGE)
  if (command === 'list') return tell(keysIn(path))
  if (takesKind) {
    const make = command === 'rotate' ? rotate : add
    return tell(await changeKeys(path, async (keys) => make(keys, kinds[argument ?? ''])))
  }
  if (!takesId) throw new KeysError(USAGE)
  const change = command === 'promote' ? promote : retire
  return tell(
    await changeKeys(path, async (keys) => {
      const changed = await change(keys, argument!)
      if (!changed) throw new KeysError('No key has that id: see `npm run keys list`')
      return changed
    }),
  )
}

/** The one that the product would follow, started with this environment. */
function fileOfKeys(): string {
  loadEnvFiles(root)
  const path = keysFileOf(root, process.env)
  if (!path) throw new KeysError(FROM_ENVIRONMENT)
  variablesIn(path)
  return path
}

async function tell(keys: KeyEnv): Promise<string> {
  const listed = await list(keys)
  const width = Math.max(...listed.map(({ id }) => id.length))
  return listed
    .map(
      ({ variable, id, use }) => `${variable.padEnd(15)}  ${id.padEnd(width)}  ${use === 'first' ? 'in use' : 'known'}`,
    )
    .join('\n')
}

const { positionals } = parseArgs({ allowPositionals: true })
run(positionals).then(console.log, (error: unknown) => {
  const isOurs = error instanceof KeysError || error instanceof EnvError
  console.error(isOurs ? error.message : `The keys were not changed: ${(error as { code?: string }).code ?? 'unknown'}`)
  process.exit(1)
})
