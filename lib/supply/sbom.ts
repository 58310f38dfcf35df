import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeLicences } from './licences.ts'

/** `npm run sbom`: npm's own bill of materials (CycloneDX) into sbom.json, which goes with a release, and LICENCES.md. */
const root = join(import.meta.dirname, '../..')
const options = ['--omit', 'dev', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application']
// Bytes: the bill of three hundred packages has half a million.
const bill = execFileSync('npm', ['sbom', ...options], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
writeFileSync(join(root, 'sbom.json'), bill)
writeFileSync(join(root, 'LICENCES.md'), makeLicences())
console.log(`sbom.json: ${JSON.parse(bill).components.length} components; LICENCES.md`)
