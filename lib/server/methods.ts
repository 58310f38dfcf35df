import { type Operation, operations } from '../http/contract.ts'

/** The page whose form calls a server action, which is a POST to the page itself. */
export const ACTION_PAGE = '/account'

const documented = new Map<string, Set<string>>()
for (const { path, method } of Object.values<Operation>(operations)) {
  const methods = documented.get(path) ?? new Set()
  documented.set(path, methods.add(method))
  if (method === 'GET') methods.add('HEAD')
}
const routes = [...documented].map(([path, methods]) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  methods: [...methods, 'OPTIONS'],
}))
const READ = ['GET', 'HEAD', 'OPTIONS']

/** What may be asked of a path, with its query. Next.js would render a page for any method, and says nothing of those it refuses. */
export function methodsAt(url: string): string[] {
  const path = url.split(/[?#]/, 1)[0]!
  if (path === ACTION_PAGE) return [...READ, 'POST']
  return routes.find(({ pattern }) => pattern.test(path))?.methods ?? READ
}
