import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'

export interface NamedTest {
  /** From the root of the checkout. */
  readonly file: string
  /** Without its ids; what a template fills in is `…`. */
  readonly title: string
  readonly ids: readonly string[]
  /** False: skipped, or run by another command than `npm test`. Then it proves nothing here. */
  readonly always: boolean
}

/** `39 · LO-02, LO-03: what is proved`: numbers of the experience document first, ids after them. */
const TITLE = /^((?:[R\d, ]+ · )?)((?:[A-Z]{2}-\d{2}, )*[A-Z]{2}-\d{2}): (.+)$/s
const ID = /\b(?:TK|RT|RV|CK|LO|LG|CS|KY|SF|BI|AU|NX)-\d{2}\b/

/** Every test below `root` whose title begins with ids. Throws when a title has an id at another place: nobody would find it. */
export function readTests(root: string): NamedTest[] {
  const files = ['lib', 'db', 'e2e']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, String(path))))
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
    .sort()
  const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  return files.filter((file) => isRun(file, texts)).flatMap((file) => testsIn(file, texts.get(file)!))
}

/** The runners take files by their names; suites that several of these share stand in files that one of them imports. */
function isRun(file: string, texts: Map<string, string>): boolean {
  if (/^(lib|db)\/.*\.test\.ts$|^e2e\/.*\.spec\.ts$/.test(file)) return true
  return [...texts.values()].some((text) => text.includes(`/${basename(file)}'`))
}

/** The tests of one file with ids, by its syntax: a comment or a text that looks like a test is none. */
export function testsIn(file: string, text: string): NamedTest[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: NamedTest[] = []
  visit(source, !skips(source))
  return found

  function visit(node: ts.Node, always: boolean): void {
    const call = callOf(node)
    const runs = always && !(call && (isConditional(call.name) || (call.body && skips(call.body))))
    if (call?.title) found.push(...named(file, call.title, runs))
    ts.forEachChild(node, (child) => visit(child, runs))
  }
}

function named(file: string, text: string, always: boolean): NamedTest[] {
  const [, points = '', ids, title] = TITLE.exec(text) ?? []
  if (ids && !ID.test(title!)) return [{ file, title: points + title, ids: ids.split(', '), always }]
  if (ID.test(text)) throw new Error(`${file}: ids stand first in a title, before a colon: ${text}`)
  return []
}

/** `test('…', …)`, `test.each(…)('…', …)`, `describe(…)` and so on; null for any other node. A group has no title here. */
function callOf(node: ts.Node): { name: string; title: string | null; body: ts.Node | undefined } | null {
  if (!ts.isCallExpression(node)) return null
  const name = nameOf(node.expression)
  if (!/^(test|it|describe)\b/.test(name) || /\.(step|use|(before|after)(Each|All))$/.test(name)) return null
  const title = node.arguments.length > 1 ? textOf(node.arguments[0]!) : null
  const body = node.arguments.find((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one))
  return title === null && !body ? null : { name, title: name.includes('describe') ? null : title, body }
}

function textOf(title: ts.Expression): string | null {
  if (ts.isStringLiteralLike(title)) return title.text
  if (!ts.isTemplateExpression(title)) return null
  return title.head.text + title.templateSpans.map(({ literal }) => `…${literal.text}`).join('')
}

/** `test.each` of `test.each(table)`, too. */
function nameOf(node: ts.Expression): string {
  if (ts.isCallExpression(node)) return `${nameOf(node.expression)}()`
  if (ts.isPropertyAccessExpression(node)) return `${nameOf(node.expression)}.${node.name.text}`
  return ts.isIdentifier(node) ? node.text : ''
}

const isConditional = (name: string): boolean => /\.(skip|todo|fixme|fails|runIf|skipIf)\b/.test(name)

/** Whether Playwright's `test.skip(condition, …)` stands in a file, a group or a test, and not in a test inside it. */
function skips(scope: ts.Node): boolean {
  return ts.forEachChild(scope, (node) => isSkip(node) || (callOf(node) === null && skips(node))) ?? false
}

const isSkip = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && /^(test|it)\.(skip|fixme)$/.test(nameOf(node.expression)) && callOf(node) === null
