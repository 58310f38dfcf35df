import { expect, test } from 'vitest'
import { settings } from '../../http/lab-schemas.ts'
import { linkOf, readLink } from './link.ts'
import { settingsFor } from './presets.ts'

const usual = settingsFor('free', 'fast')
const queryOf = (link: string) => Object.fromEntries(new URL(link, 'https://example.org').searchParams)

test('a configuration is a link', () => {
  const chosen = {
    ...usual,
    strategy: 'rotation',
    access: 30,
    leeway: 0,
    logoutAt: 6,
  } as const
  expect(linkOf(chosen)).toBe('/lab?s=rotation&access=30&leeway=0&at=6')
  expect(readLink(queryOf(linkOf(chosen)))).toEqual({ settings: chosen, ignored: [] })
})

test('a token that a script may read comes without a refresh token, so it goes with the strategies that have none', () => {
  const forget = readLink({ s: 'client-side', kept: 'localStorage' })
  expect(forget).toEqual({ settings: { ...usual, strategy: 'client-side', storage: 'localStorage' }, ignored: [] })
  const rotate = readLink({ s: 'rotation', kept: 'localStorage' })
  expect(rotate.settings.storage).toBe('cookie')
  expect(rotate.ignored).toEqual(['kept=localStorage'])
})

test('only a denylist can be unplugged', () => {
  const open = readLink({ s: 'denylist', outage: 'open' })
  expect(open).toEqual({ settings: { ...usual, strategy: 'denylist', outage: 'open' }, ignored: [] })
  expect(linkOf(open.settings)).toBe('/lab?s=denylist&outage=open')
  const rotate = readLink({ s: 'rotation', outage: 'closed' })
  expect(rotate.settings.outage).toBe('none')
  expect(rotate.ignored).toEqual(['outage=closed'])
})

test('what is as usual needs no words', () => {
  expect(linkOf(usual)).toBe('/lab')
  expect(readLink({})).toEqual({ settings: usual, ignored: [] })
})

test('a value that the server would refuse falls back, and the page can say which', () => {
  const given = { s: 'magic', access: '0', leeway: '-1', poll: 'soon', refresh: '', at: '1e9', long: '2.5', kept: 'x' }
  const { settings: read, ignored } = readLink(given)
  expect(read).toEqual(usual)
  expect(ignored).toHaveLength(Object.keys(given).length)
  expect(ignored).toContain('s=magic')
})

test('a parameter that is given twice is not picked from', () => {
  expect(readLink({ access: ['10', '20'] }).ignored).toEqual(['access=10,20'])
})

test('unknown parameters are nobody’s business', () => {
  expect(readLink({ utm_source: 'x' })).toEqual({ settings: usual, ignored: [] })
})

test.each(['2', '900', '10', '60', 'Infinity', 'NaN', '0x10', ' 20 ', '1e2'])(
  'whatever an address says (access=%s), the server takes the settings that come of it',
  (access) => {
    expect(settings.safeParse(readLink({ access }).settings).success).toBe(true)
  },
)
