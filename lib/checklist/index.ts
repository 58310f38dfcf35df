import type { Item, Section } from './item.ts'
import { audit } from './items/audit.ts'
import { cookies } from './items/cookies.ts'
import { faults } from './items/faults.ts'
import { input } from './items/input.ts'
import { keys } from './items/keys.ts'
import { login } from './items/login.ts'
import { logout } from './items/logout.ts'
import { next } from './items/next.ts'
import { refresh } from './items/refresh.ts'
import { requests } from './items/requests.ts'
import { revocation } from './items/revocation.ts'
import { tokens } from './items/tokens.ts'

export const sections: readonly Section[] = [
  ...[tokens, refresh, revocation, cookies, logout, login],
  ...[requests, keys, faults, input, audit, next],
]

export const items: readonly Item[] = sections.flatMap((section) => section.items)
