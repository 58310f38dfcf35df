// Plain JavaScript without packages: it runs before anything is installed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findPostgres } from '../../db/testing/find-postgres.mjs'
import { isThere } from './browser.mjs'

/** What the suites start, and the package of Debian that has it. */
const programs = [
  ['redis-server', 'redis-server'],
  ['postgres', 'postgresql'],
  ['nginx', 'nginx'],
  ['openssl', 'openssl'],
]

/** Packages of Debian of which nothing is found on this machine. */
export function missingPackages() {
  return programs.filter(([program]) => !isInstalled(program)).map(([, name]) => name)
}

function isInstalled(program) {
  if (program === 'postgres') return findPostgres() !== null
  return isThere(program) || ['/usr/sbin', '/usr/local/sbin'].some((folder) => existsSync(join(folder, program)))
}
