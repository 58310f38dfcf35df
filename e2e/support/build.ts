import { join } from 'node:path'
import { buildIfStale } from '../../lib/server/build.ts'

await buildIfStale(join(import.meta.dirname, '../..'))
