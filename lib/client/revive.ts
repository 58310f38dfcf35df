import { ENTRANCES } from '@/lib/http/next-path.ts'
import { serverNow } from './clock.ts'
import { refreshOnce } from './refresh.ts'
import { readStored, writeStored } from './storage.ts'
import { readTimes } from './times.ts'

const TRIED = 'login-revived'

/** For a page that was rendered logged out although this browser has a login that can be renewed. Reloads at most once. */
export async function revive(): Promise<void> {
  const times = readTimes()
  if (!times?.refreshExpiresAt || serverNow() >= times.refreshExpiresAt) return
  if (ENTRANCES.test(location.pathname) || readStored('sessionStorage', TRIED)) return
  writeStored('sessionStorage', TRIED, 'yes')
  if ((await refreshOnce()).kind === 'renewed') location.reload()
}

/** This page was rendered logged in: another one may be revived. */
export const noteRevived = (): void => writeStored('sessionStorage', TRIED, null)
