import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const build = join(import.meta.dirname, '../../.next')
const read = (name: string) => JSON.parse(readFileSync(join(build, name), 'utf8'))

/** An image, and what Next.js shows where no page of ours can be rendered. */
const IN_ADVANCE = ['/_global-error', '/icon.svg']

test('NX-04: the build made no page in advance, the protected ones least of all: nobody can be sent what was rendered for somebody else', () => {
  const built = Object.keys(read('server/app-paths-manifest.json'))
  expect(built, 'the protected page was built').toContain('/account/page')
  const { routes, dynamicRoutes } = read('prerender-manifest.json')
  expect(Object.keys(routes).sort()).toEqual(IN_ADVANCE)
  expect(Object.keys(dynamicRoutes)).toEqual([])
  const files = readdirSync(join(build, 'server/app'), { recursive: true }).map(String)
  expect(files, 'pages that are files').not.toEqual([])
  expect(files.filter((path) => /\.(html|rsc)$/.test(path) && !path.startsWith('_global-error'))).toEqual([])
})
