import { join } from 'node:path'
import { buildIfStale } from '../../lib/server/build.ts'

buildIfStale(join(import.meta.dirname, '../..'))
