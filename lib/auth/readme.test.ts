import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8')
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))

test('the table of contents names every file of the engine, and no file that is not there', () => {
  const named = [...readme.matchAll(/`([\w-]+\.ts)`/g)].map(([, name]) => name!)
  expect([...new Set(named)].sort()).toEqual(files.sort())
})
