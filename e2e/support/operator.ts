import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { remember } from './secrets.ts'

const root = join(import.meta.dirname, '../..')

/** `npm run …` as an operator types it, with a server's configuration. */
export function operate(
  env: Record<string, string>,
  ...words: string[]
): Promise<{ code: number; output: string; errors: string }> {
  const { PATH = '', HOME = '' } = process.env
  return new Promise((resolve) => {
    const given = { cwd: root, env: { PATH, HOME, NODE_ENV: 'production' as const, ...env } }
    execFile('npm', ['run', '--silent', ...words], given, (error, output, errors) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output, errors }),
    )
  })
}

/** The code alone; no page, payload, address or log may show it. */
export async function resetCode(env: Record<string, string>, email: string): Promise<string> {
  const { output, errors } = await operate(env, 'account:reset', email)
  const code = /^(?:[0-9a-f]{4}-){7}[0-9a-f]{4}$/m.exec(output)?.[0]
  if (!code) throw new Error(`No code: ${output} ${errors}`)
  for (const spelling of [code, code.replaceAll('-', '')]) remember(spelling)
  return code
}
