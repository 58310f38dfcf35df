import { installed } from './packages.ts'

/** SPDX expressions under which a package may come with the product: permissive ones, and what is only linked to or is data. */
export const allowed = new Map([
  ...['MIT', 'ISC', '0BSD', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'].map((one) => [one, 'permissive'] as const),
  ['(MIT OR WTFPL)', 'MIT is taken'],
  ['(BSD-2-Clause OR MIT OR Apache-2.0)', 'MIT is taken'],
  ['OFL-1.1', 'fonts, served unchanged'],
  ['CC-BY-4.0', 'data about browsers, which builds read'],
  ['MPL-2.0', 'Lightning CSS, unchanged, which builds run'],
  ['LGPL-3.0-or-later', 'libvips, an optional library of Next.js, unchanged and replaceable'],
  ['Apache-2.0 AND LGPL-3.0-or-later', 'sharp with libvips, likewise'],
  ['Apache-2.0 AND LGPL-3.0-or-later AND MIT', 'sharp with libvips, likewise'],
])

/** Of everything that is installed with the product, whatever the platform; `none` where a package says nothing. */
export function packagesByLicence(): Map<string, string[]> {
  const found = new Map<string, Set<string>>()
  for (const { name, version, license = 'none', dev } of installed) {
    if (dev) continue
    found.set(license, (found.get(license) ?? new Set()).add(`${name} ${version}`))
  }
  return new Map([...found].sort(byName).map(([license, names]) => [license, [...names].sort()]))
}

/** The text of LICENCES.md. */
export function makeLicences(): string {
  const rows = [...packagesByLicence()].map(
    ([license, names]) => `| ${license} | ${allowed.get(license) ?? 'not allowed'} | ${names.join(', ')} |`,
  )
  return [
    '# Licences of what is installed with the product',
    '',
    'Made by `npm run sbom` from package-lock.json, for every platform; `npm test` fails when it is out of date.',
    '',
    '| licence | may come along as | packages |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1)
