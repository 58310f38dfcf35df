// Plain JavaScript without packages: it runs before anything is installed.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isThere } from './browser.mjs'

/** Debian keeps PostgreSQL's servers out of PATH. */
const POSTGRES = '/usr/lib/postgresql'

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
  if (isThere(program) || ['/usr/sbin', '/usr/local/sbin'].some((folder) => existsSync(join(folder, program))))
    return true
  if (program !== 'postgres' || !existsSync(POSTGRES)) return false
  return readdirSync(POSTGRES).some((version) => existsSync(join(POSTGRES, version, 'bin/postgres')))
}
