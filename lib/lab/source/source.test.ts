import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { regions } from '../run/regions.ts'
import { cutRegions, readSources, sha256 } from './build.ts'
import { findRegion } from './find-region.ts'
import { createHighlight } from './highlight.ts'

const root = join(import.meta.dirname, '../../..')
const texts = readSources(root)
const cut = cutRegions(texts, { commit: 'c0ffee', changed: ['lib/auth/refresh.ts'] })

test.each(Object.entries(regions))('the region %s is one function, and one line of it decides', (name, region) => {
  const { path, from, to, decidingLine, text, sha256: hash, commit } = cut[name as keyof typeof cut]
  const lines = readFileSync(join(root, region.file), 'utf8').split('\n')
  expect(path).toBe(region.file)
  expect(lines.slice(from - 1, to).join('\n')).toBe(text)
  expect(hash).toBe(sha256(text))
  expect(lines[decidingLine - 1]).toContain(region.line)
  expect(text).toContain(`function ${region.symbol}(`)
  expect(text.endsWith('\n}')).toBe(true)
  expect(commit).toBe(path === 'lib/auth/refresh.ts' ? null : 'c0ffee')
})

test('two regions of one file are two different lines', () => {
  const places = Object.values(cut).map(({ path, decidingLine }) => `${path}:${decidingLine}`)
  expect(new Set(places).size).toBe(places.length)
})

test('highlighting changes no character of a file', () => {
  const highlight = createHighlight()
  for (const text of texts.values()) expect(`${highlight(text.replace(/\n$/, '')).map(plain).join('\n')}\n`).toBe(text)
})

const example = ['/** Counts. */', 'export async function go(', '  a: number,', ') {', '  if (a) {', '  }', '}', '']

test('a function is found with its comment, to the first closing brace in column 0', () => {
  const source = ['function gone() {', '}', ...example].join('\n')
  expect(findRegion(source, 'go', 'if (a)')).toEqual({
    from: 3,
    to: 9,
    decidingLine: 7,
    text: example.slice(0, -1).join('\n'),
  })
})

test('what is missing or there twice stops the build', () => {
  const source = example.join('\n')
  expect(() => findRegion(source, 'went', 'a')).toThrow('function went is there 0 times')
  expect(() => findRegion(source, 'go', 'else')).toThrow('0 times')
  expect(() => findRegion(source, 'go', 'a')).toThrow('times instead of once')
  expect(() => findRegion(source + source, 'go', 'if (a)')).toThrow('2 times')
})

function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
}
