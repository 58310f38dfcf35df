import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureSecrets } from './secrets.ts'

/** Adds what `.env.local` and `.env` of the checkout say to the environment, which wins. */
export function loadEnvFiles(root: string): void {
  for (const file of ['.env.local', '.env']) if (existsSync(join(root, file))) process.loadEnvFile(join(root, file))
}

/** The environment, with what `.env.local` and `.env` of the checkout add to it. Makes the secrets of a loopback origin. */
export function loadVariables(root: string): NodeJS.ProcessEnv {
  loadEnvFiles(root)
  const made = ensureSecrets(root, process.env)
  if (made.length > 0)
    console.error(`Made ${made.join(' and ')} for this machine; they are kept in .env.local, which only you can read.`)
  return process.env
}
