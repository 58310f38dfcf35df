// Plain JavaScript without packages: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'

const DEBIAN = '/usr/lib/postgresql'

/** The folder of `initdb` and `postgres`: from PATH, or the newest that Debian keeps outside of it. Null: not installed. */
export function findPostgres() {
  const found = spawnSync('which', ['initdb', 'postgres'], { encoding: 'utf8' })
  const folders = (found.stdout ?? '').trim().split('\n').map(dirname)
  if (found.status === 0 && folders[0] === folders[1]) return folders[0] + sep
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : []
  const newest = versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
  return newest ? newest + sep : null
}
