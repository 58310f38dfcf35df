import { join } from 'node:path'
import { buildIfStale } from '../../lib/server/build.ts'

/** Once, before any worker: two that start a server on changed sources would both build. */
export default () => buildIfStale(join(import.meta.dirname, '../..'))
