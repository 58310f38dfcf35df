import type { Mutant } from './mutant.ts'

const handle = ['lib/server/handle.test.ts']
const stream = ['lib/server/event-stream.test.ts']
const refresh = ['lib/client/refresh.test.ts']
const truth = ['lib/client/truth.test.ts']

/** Routes, streams, and what a browser makes of the answers. */
export const wireMutants: readonly Mutant[] = [
  {
    name: 'loser-clears-the-winners-cookies',
    lesson: 'RT-14, pain 22',
    file: 'lib/server/handle.ts',
    from: 'return finish({ problem: codeOf(error, id) })',
    to: "return finish({ problem: codeOf(error, id), cookies: ['__Secure-refresh=; Max-Age=0; Path=/api/auth'] })",
    tests: handle,
  },
  {
    name: 'login-from-any-origin',
    lesson: 'LG-07, CS-01',
    file: 'lib/server/handle.ts',
    from: "if (operation.method !== 'GET' && !isOAuth && !isSameOrigin",
    to: "if (operation.auth === 'access' && operation.method !== 'GET' && !isOAuth && !isSameOrigin",
    tests: handle,
  },
  {
    name: 'answer-may-be-cached',
    lesson: 'CS-06, E4',
    file: 'lib/server/handle.ts',
    from: "  response.headers.set('cache-control', 'no-store')\n",
    to: '',
    tests: handle,
  },
  {
    name: 'redirect-sends-the-password-on',
    lesson: 'LG-09, E10',
    file: 'lib/server/handle.ts',
    from: 'status: 303,',
    to: 'status: 307,',
    tests: handle,
  },
  {
    name: 'pending-logout-answers-200',
    lesson: 'LO-01, pain 46',
    file: 'lib/server/logged-out.ts',
    from: 'if (receipt.pending.length === 0) return',
    to: 'if (receipt.pending.length >= 0) return',
    tests: handle,
  },
  {
    name: 'pending-logout-cannot-be-tried-again',
    lesson: 'LO-06, pain 47',
    file: 'lib/server/logged-out.ts',
    from: 'clearedTokenCookies(receipt.pending.length > 0 ? proof : null)',
    to: 'clearedTokenCookies(null)',
    tests: handle,
  },
  {
    name: 'stream-outlives-its-session',
    lesson: 'RV-18, pain 49',
    file: 'lib/server/event-stream.ts',
    from: 'if (!session || session.endedAt !== null)',
    to: 'if (!session)',
    tests: stream,
  },
  {
    name: 'stream-outlives-its-token',
    lesson: 'RV-18, pain 49',
    file: 'lib/server/event-stream.ts',
    from: '          await auth.authenticate(token)\n',
    to: '',
    tests: stream,
  },
  {
    name: 'tabs-without-a-lock',
    lesson: 'RT-14, pain 12',
    file: 'lib/client/lock.ts',
    from: "return await navigator.locks.request('auth', begin)",
    to: 'return await begin()',
    tests: refresh,
  },
  {
    name: 'second-tab-does-not-look-again',
    lesson: 'RT-14, pain 15',
    file: 'lib/client/refresh.ts',
    from: "return times && times.accessExpiresAt !== seen ? { kind: 'renewed' } : askForRenewal()",
    to: 'return askForRenewal()',
    tests: refresh,
  },
  {
    name: 'outage-logs-the-browser-out',
    lesson: 'pain 11',
    file: 'lib/client/refresh.ts',
    from: 'if (response.status === 401) {',
    to: 'if (!response.ok) {',
    tests: refresh,
  },
  {
    name: 'page-says-denied-where-nobody-denies',
    lesson: 'pain 45',
    file: 'lib/client/truth.ts',
    from: '!strategies[strategy].denies && now < accessExpiresAt',
    to: '!strategies[strategy].denies && !strategies[strategy].rotates && now < accessExpiresAt',
    tests: truth,
  },
  {
    name: 'page-says-denied-while-pending',
    lesson: 'LO-01, pain 46',
    file: 'lib/client/truth.ts',
    from: 'not confirmed as denied yet.',
    to: 'denied.',
    tests: truth,
  },
  {
    name: 'closes-on-unread-bytes',
    lesson: 'BI-01',
    file: 'lib/server/linger.ts',
    from: 'socket.end()',
    to: 'socket.destroy()',
    tests: ['lib/server/linger.test.ts'],
  },
]
