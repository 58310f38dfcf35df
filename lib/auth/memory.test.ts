import { describeAuthStore } from '../../db/contract/auth-store.ts'
import { describeDenylist } from '../../db/contract/denylist.ts'
import { createMemoryDenylist, createMemoryStore } from './index.ts'

describeAuthStore('memory', async (clock) => ({ store: createMemoryStore(clock), close: () => {} }))
describeDenylist('memory', async (clock) => ({ denylist: createMemoryDenylist(clock), close: () => {} }))
