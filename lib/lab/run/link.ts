import type { Settings } from '../../http/lab-schemas.ts'
import { denies, renews } from './lives.ts'
import { settingsFor } from './presets.ts'
import { plugWords } from './words.ts'

type Kind = { min: number; max: number; whole: boolean } | { oneOf: readonly string[] }

/** Name in the address, field of the settings, and what the server takes (seconds). */
const parameters: [name: string, field: keyof Settings, kind: Kind][] = [
  ['s', 'strategy', { oneOf: ['client-side', 'denylist', 'rotation', 'combined'] }],
  ['long', 'longAccess', { min: 2, max: 3600, whole: true }],
  ['access', 'access', { min: 2, max: 900, whole: true }],
  ['refresh', 'refresh', { min: 10, max: 604_800, whole: true }],
  ['leeway', 'leeway', { min: 0, max: 60, whole: false }],
  ['poll', 'poll', { min: 0.1, max: 5, whole: false }],
  ['at', 'logoutAt', { min: 0, max: 3600, whole: false }],
  ['kept', 'storage', { oneOf: ['cookie', 'localStorage'] }],
  ['outage', 'outage', { oneOf: Object.keys(plugWords) }],
]

const defaults = settingsFor('free', 'fast')

export interface LinkedSettings {
  settings: Settings
  /** What stood in the address and was not taken: name and text. */
  ignored: string[]
}

/** Settings of free play from an address. A value that the server would not take is left at its default, and named. */
export function readLink(query: Record<string, string | string[] | undefined>): LinkedSettings {
  const ignored: string[] = []
  const chosen: Partial<Record<keyof Settings, string | number>> = {}
  for (const [name, field, kind] of parameters) {
    const given = query[name]
    if (given === undefined) continue
    const value = typeof given === 'string' ? read(given, kind) : null
    if (value === null) ignored.push(`${name}=${String(given).slice(0, 20)}`)
    else chosen[field] = value
  }
  const settings = { ...defaults, ...(chosen as Partial<Settings>) }
  const fits = fitting(settings)
  if (fits.storage !== settings.storage) ignored.push(`kept=${settings.storage}`)
  if (fits.outage !== settings.outage) ignored.push(`outage=${settings.outage}`)
  return { settings: fits, ignored }
}

/** A refresh token is never given to a script, so a page that renews has cookies; and only a denylist can be unplugged. */
export function fitting(settings: Settings): Settings {
  const { storage, outage } = settings
  return { ...settings, storage: renews(settings) ? 'cookie' : storage, outage: denies(settings) ? outage : 'none' }
}

function read(text: string, kind: Kind): string | number | null {
  if ('oneOf' in kind) return kind.oneOf.includes(text) ? text : null
  const value = text.trim() === '' ? Number.NaN : Number(text)
  const fits = value >= kind.min && value <= kind.max && (!kind.whole || Number.isInteger(value))
  return fits ? value : null
}

/** The address of these settings, without what is as usual; the reverse of `readLink`. */
export function linkOf(settings: Settings): string {
  const query = new URLSearchParams()
  for (const [name, field] of parameters) {
    const value = settings[field]
    if (value !== null && value !== defaults[field]) query.set(name, String(value))
  }
  const text = query.toString()
  return text === '' ? '/lab' : `/lab?${text}`
}
