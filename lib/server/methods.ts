import { type Operation, operations } from '../http/contract.ts'

/** The page whose form calls a server action, which is a POST to the page itself. */
export const ACTION_PAGE = '/account'

/** Where the files of the build are. */
const BUILT = '/_next/static/'

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

export interface Address {
  methods: string[]
  /** `route`: in the contract; `file`: of the build; `page`: everything else, found or not. */
  kind: 'route' | 'file' | 'page'
}

/** What is at a path, with its query. Next.js would render a page for any method, and says nothing of those it refuses. */
export function addressAt(url: string): Address {
  const path = url.split(/[?#]/, 1)[0]!
  if (path === ACTION_PAGE) return { methods: [...READ, 'POST'], kind: 'page' }
  if (path.startsWith(BUILT)) return { methods: READ, kind: 'file' }
  const route = routes.find(({ pattern }) => pattern.test(path))
  return route ? { methods: route.methods, kind: 'route' } : { methods: READ, kind: 'page' }
}
