import { spawnSync } from 'node:child_process'

/**
 * `npm run audit`: 0, nothing is known against what is installed with the product; 1, something is; 2, nobody could be asked.
 * Not part of `npm test`, which must work without a registry.
 */
const { stdout } = spawnSync('npm', ['audit', '--omit', 'dev', '--json'], { encoding: 'utf8' })
const report = parse(stdout)
if (report?.metadata) {
  const { info, low, moderate, high, critical, total } = report.metadata.vulnerabilities
  console.log(`npm audit: ${total} known vulnerabilities: ${JSON.stringify({ critical, high, moderate, low, info })}`)
  for (const [name, { severity }] of Object.entries(report.vulnerabilities ?? {})) console.log(`${name}: ${severity}`)
  process.exitCode = total === 0 ? 0 : 1
} else {
  console.error(`npm audit: NOT ASKED, the registry did not answer it: ${report?.message ?? 'no report'}`)
  process.exitCode = 2
}

interface Report {
  message?: string
  metadata?: { vulnerabilities: Record<'info' | 'low' | 'moderate' | 'high' | 'critical' | 'total', number> }
  vulnerabilities?: Record<string, { severity: string }>
}

function parse(text: string): Report | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
