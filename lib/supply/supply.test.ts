import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { allowed, makeLicences, packagesByLicence } from './licences.ts'
import { benchManifest, installed, manifest } from './packages.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const declared = { ...manifest.dependencies, ...manifest.devDependencies }

test('every version is exact, in every manifest', () => {
  for (const one of [manifest, benchManifest])
    for (const [name, version] of Object.entries({ ...one.dependencies, ...one.devDependencies }))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
})

const parts = (version: string) => version.split('.').map(Number)
function isAtLeast(version: string, floor: string): boolean {
  const [one, other] = [parts(version), parts(floor)]
  const at = one.findIndex((part, i) => part !== other[i])
  return at === -1 || one[at]! > other[at]!
}

test('NX-01: what is installed of Next.js and React is not older than the patches that this was written against', () => {
  expect([isAtLeast('16.4.6', '16.4.6'), isAtLeast('16.10.0', '16.4.6'), isAtLeast('16.3.9', '16.4.6')]).toEqual([
    ...[true, true, false],
  ])
  for (const [name, floor] of [
    ['next', '16.4.6'],
    ['react', '19.3.1'],
    ['react-dom', '19.3.1'],
  ] as const) {
    const versions = installed.filter((one) => one.name === name).map(({ version }) => version)
    expect(versions, name).toHaveLength(1)
    expect(isAtLeast(versions[0]!, floor), `${name} ${versions[0]}`).toBe(true)
    expect(JSON.parse(read(`node_modules/${name}/package.json`)).version, name).toBe(versions[0])
  }
})

/** Why each may or need not run something while it is installed. */
const scripts: Record<string, string> = {
  'better-sqlite3': 'true: it downloads its binary for this platform, or compiles it',
  esbuild: 'false: its binary comes as an optional package; the script only makes it start faster',
}

test('a script runs at the installation only where package.json allows it by name, and for a reason', () => {
  const withScript = new Set(installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name))
  expect([...withScript].sort()).toEqual(Object.keys(scripts).sort())
  // Without it npm runs what nobody has judged, with a notice.
  expect(read('.npmrc')).toMatch(/^strict-allow-scripts=true$/m)
  expect(Object.entries(manifest.allowScripts ?? {}).sort()).toEqual(
    Object.entries(scripts).map(([name, why]) => [name, why.startsWith('true')]),
  )
})

test('every package that is installed under its own name is known by its hash', () => {
  const unknown = installed.filter(({ integrity, inBundle }) => !integrity && !inBundle)
  expect(unknown.map(({ name }) => name)).toEqual([])
})

test('every licence is one of the list, and LICENCES.md names each package with its own', () => {
  expect([...packagesByLicence().keys()].filter((licence) => !allowed.has(licence))).toEqual([])
  expect(
    [...allowed.keys()].filter((licence) => !packagesByLicence().has(licence)),
    'nobody needs',
  ).toEqual([])
  expect(read('LICENCES.md')).toBe(makeLicences())
})

/** Packages that nothing imports, and the file that uses them in another way. */
const tools: Record<string, [file: string, how: string]> = {
  '@biomejs/biome': ['package.json', '"lint": "biome check ."'],
  '@fontsource-variable/atkinson-hyperlegible-mono': ['app/_ui/fonts.ts', 'atkinson-hyperlegible-mono/files/'],
  '@fontsource-variable/atkinson-hyperlegible-next': ['app/_ui/fonts.ts', 'atkinson-hyperlegible-next/files/'],
  '@tailwindcss/postcss': ['postcss.config.mjs', "'@tailwindcss/postcss'"],
  'axe-core': ['e2e/support/axe.ts', 'axe-core'],
  tailwindcss: ['app/globals.css', '@import "tailwindcss"'],
  tsx: ['package.json', '"start": "tsx '],
}

const sources = ['app', 'db', 'e2e', 'lib']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, String(path))))
  .concat(readdirSync(root))
  .filter((path) => /\.(ts|tsx|mjs|js)$/.test(path) && !path.includes('node_modules'))
  .map((path) => ({ path, packages: packagesIn(read(path)) }))

function packagesIn(text: string): string[] {
  const outside = ts.preProcessFile(text).importedFiles.filter(({ fileName }) => !/^(\.|@\/|node:)/.test(fileName))
  return outside.map(({ fileName }) => fileName.split('/', fileName.startsWith('@') ? 2 : 1).join('/'))
}

/** What runs with `npm start`; everything else is for whoever works here. */
const isProduct = (path: string): boolean =>
  /^(app|db|lib)\/|^(proxy\.ts|next\.config\.js|postcss\.config\.mjs)$/.test(path) &&
  !/\.test\.ts$|^db\/(contract|testing)\/|^lib\/(prove|bench|checklist|supply)\//.test(path)

test('every import of a package is declared, and the product imports no development tool', () => {
  expect(sources.flatMap(({ packages }) => packages).length).toBeGreaterThan(300)
  const undeclared = sources.flatMap(({ path, packages }) =>
    packages
      .filter((name) => !(name in (isProduct(path) ? manifest.dependencies : declared)))
      .map((name) => `${path}: ${name}`),
  )
  expect(undeclared).toEqual([])
})

test('every package that is declared is imported, or is a tool that a file names', () => {
  const imported = new Set(sources.flatMap(({ packages }) => packages))
  const unused = Object.keys(declared).filter((name) => !imported.has(name) && !isTypesOf(name) && !(name in tools))
  expect(unused).toEqual([])
  expect(
    Object.keys(tools).filter((name) => imported.has(name) || !(name in declared)),
    'no tool any more',
  ).toEqual([])
  for (const [name, [file, how]] of Object.entries(tools)) expect(read(file), name).toContain(how)
  const bench = sources
    .filter(({ path }) => path.startsWith('lib/bench/'))
    .map(({ path }) => read(path))
    .join()
  for (const name of Object.keys(benchManifest.dependencies)) expect(bench, name).toContain(`'${name}`)
})

/** Types of a package that is declared and has none of its own, or of Node. */
function isTypesOf(name: string): boolean {
  const of = name.startsWith('@types/') ? name.slice('@types/'.length) : null
  if (of === null) return false
  if (of === 'node') return true
  const own = `node_modules/${of}/package.json`
  return of in declared && existsSync(join(root, own)) && !JSON.parse(read(own)).types
}
