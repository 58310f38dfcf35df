import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { operations } from '../http/contract.ts'
import { deviceName } from './device.ts'
import { ACTION_PAGE, addressAt } from './methods.ts'

const root = join(import.meta.dirname, '../..')
/** Each throws what Next.js must catch. */
const GUARDS = ['redirect', 'forbidden', 'unauthorized', 'notFound', 'requirePrincipal', 'requireAction']
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const files = readdirSync(join(root, 'app'), { recursive: true })
  .map((path) => join('app', String(path)))
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: read(path) }))
const routes = files.filter(({ path }) => path.endsWith('/route.ts'))
const pages = files.filter(({ path }) => path.endsWith('/page.tsx'))

/** Public by decision: each answers without asking who is there. */
const PUBLIC_PAGES = [
  'app/page.tsx',
  'app/about/page.tsx',
  'app/login/page.tsx',
  'app/signup/page.tsx',
  'app/reset/page.tsx',
  'app/logged-out/page.tsx',
  'app/resume/page.tsx',
  // The labs: nothing of an account is on them.
  'app/check/page.tsx',
  'app/compare/page.tsx',
  'app/inspect/page.tsx',
  'app/lab/page.tsx',
  'app/learn/page.tsx',
  'app/learn/denylist/page.tsx',
  'app/learn/everywhere/page.tsx',
  'app/learn/forget/page.tsx',
  'app/learn/rotate/page.tsx',
  'app/learn/theft/page.tsx',
  'app/results/[id]/page.tsx',
  'app/source/page.tsx',
  'app/source/[...path]/page.tsx',
]
const PUBLIC_OPERATIONS = [
  'register',
  'login',
  'resetPassword',
  'refresh',
  'logout',
  // The token that is presented is the proof; whoever has it may end it.
  'revoke',
  'keys',
  'metadata',
  'healthz',
  'readyz',
  'metrics',
  'openapi',
]

test('every route is in the contract, under its own path and method, and every operation has a route', () => {
  const found = routes.flatMap(({ path, text }) =>
    [...text.matchAll(/export const (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) = handle\(\s*'(\w+)'/g)].map(
      ([, method, id]) => {
        const url = path.replace(/^app|\/route\.ts$/g, '').replace(/\[(\w+)\]/g, '{$1}')
        return `${id} ${method} ${url}`
      },
    ),
  )
  const wanted = Object.entries(operations).map(([id, { method, path }]) => `${id} ${method} ${path}`)
  expect(found.sort()).toEqual(wanted.sort())
})

test('NX-02, RV-09: no route exports a handler that did not go through `handle`', () => {
  const exports = routes.flatMap(({ path, text }) =>
    [...text.matchAll(/^export (.*)$/gm)].map(([, what]) => `${path}: ${what}`),
  )
  for (const one of exports) expect(one).toMatch(/: const (GET|POST|DELETE) = handle\(/)
})

test('NX-02: each operation is public by name or authenticates', () => {
  const open = Object.entries(operations)
    .filter(([, { auth }]) => auth === 'none')
    .map(([id]) => id)
  expect(open.sort()).toEqual([...PUBLIC_OPERATIONS].sort())
  const programs = Object.entries(operations).filter(([, { auth }]) => auth === 'client')
  expect(programs.map(([id]) => id)).toEqual(['introspect'])
  // The lab's own: a guest's cookie or a lab token, and neither is good for anything else.
  const lab = Object.entries(operations).filter(([, { auth }]) => auth === 'lab')
  expect(lab.every(([id, { path }]) => id.startsWith('lab') && path.startsWith('/api/lab/'))).toBe(true)
})

test('NX-02, NX-06, RV-09: each page is public by name or demands a principal', () => {
  for (const { path, text } of pages) {
    if (PUBLIC_PAGES.includes(path)) continue
    expect(text, path).toMatch(/await requirePrincipal\(/)
  }
})

test('NX-03, CS-01: each server action authenticates and checks the origin itself', () => {
  const actions = files.filter(({ text }) => /['"]use server['"]/.test(text))
  expect(actions.length).toBeGreaterThan(0)
  for (const { path, text } of actions) {
    const exported = text.match(/export async function/g)?.length ?? 0
    expect(text.match(/await requireAction\(\)/g)?.length ?? 0, path).toBe(exported)
  }
})

test('NX-16: what leads away or turns away is thrown past every `catch`', () => {
  const swallowed: string[] = []
  let seen = 0
  const around = [...files, ...['lib/server/principal.ts', 'proxy.ts'].map((path) => ({ path, text: read(path) }))]
  for (const { path, text } of around) visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true), false)
  expect(seen).toBeGreaterThan(8)
  expect(swallowed).toEqual([])

  function visit(node: ts.Node, caught: boolean): void {
    if (ts.isCallExpression(node) && GUARDS.includes(node.expression.getText())) {
      seen++
      if (caught) swallowed.push(`${node.getSourceFile().fileName}: ${node.getText()}`)
    }
    ts.forEachChild(node, (child) =>
      visit(child, ts.isTryStatement(node) ? child === node.tryBlock || caught : caught && !ts.isFunctionLike(node)),
    )
  }
})

test('a server action belongs to the one page that takes POST', () => {
  const actions = files.filter(({ text }) => /['"]use server['"]/.test(text))
  expect(actions.map(({ path }) => path)).toEqual([`app${ACTION_PAGE}/actions.ts`])
  expect(addressAt('/login').methods).not.toContain('POST')
})

test('each operation takes its method, and HEAD where it takes GET', () => {
  for (const { method, path } of Object.values(operations)) {
    const { methods } = addressAt(`${path.replace('{id}', 'x')}?a=1`)
    expect(methods, path).toContain(method)
    expect(methods.includes('HEAD'), path).toBe(methods.includes('GET'))
  }
})

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0',
    'Edge on Windows',
  ],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36', 'Chrome on Android'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
    'Chrome on macOS',
  ],
  ['curl/8.5.0', 'curl'],
  ['<script>alert(1)</script>\r\nX: y', 'An unknown client'],
  [null, 'An unknown client'],
])('a device is named from two tables, never from what the client wrote: %j', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name)
})
