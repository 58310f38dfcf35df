/** What is read of Vitest's JSON report. */
export interface Report {
  success: boolean
  testResults: {
    startTime: number
    /** Why the file as a whole failed; else empty. */
    message: string
    /** In the order of the file, which is that of the run. */
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

/** A mutant that cannot be read or runs into a name that is not there proves nothing. */
const BROKEN = /^(SyntaxError|ReferenceError)\b/

/** Killed: a test failed by its name, at its own limit of time at the latest. Nothing else counts: no import, no hook of a file, no run that was ended. */
export function verdictOn(report: Report | null): { isKilled: boolean; told: string } {
  if (!report) return { isKilled: false, told: 'SURVIVED: there was no report' }
  const files = report.testResults.toSorted((one, other) => one.startTime - other.startTime)
  const first = files.flatMap((file) => file.assertionResults).find(({ status }) => status === 'failed')
  const why = first?.failureMessages[0] ?? files.find(({ message }) => message !== '')?.message
  if (first && !BROKEN.test(why ?? '')) return { isKilled: true, told: `killed by "${first.fullName}"` }
  return { isKilled: false, told: why === undefined ? 'SURVIVED' : `SURVIVED: ${why.split('\n', 1)[0]}` }
}
