/** What is read of Vitest's JSON report. */
export interface Report {
  success: boolean
  testResults: {
    startTime: number
    /** Why the file as a whole failed; else empty. */
    message: string
    /** In the order of the file, which is that of the run. */
    assertionResults: { title: string; status: string; failureMessages: string[] }[]
  }[]
}

/** A mutant that cannot be read or runs into a name that is not there proves nothing. */
const BROKEN = /^(SyntaxError|ReferenceError)\b/

/** `title` null: a file failed as a whole. Null: nothing failed. */
export function firstFailure(report: Report | null): { title: string | null; why: string } | null {
  if (!report) return { title: null, why: 'there was no report' }
  const files = report.testResults.toSorted((one, other) => one.startTime - other.startTime)
  const test = files.flatMap((file) => file.assertionResults).find(({ status }) => status === 'failed')
  const file = files.find(({ message }) => message !== '')
  if (!test && !file) return null
  const [why = ''] = (test?.failureMessages[0] ?? file?.message ?? '').split('\n', 1)
  return { title: test?.title ?? null, why }
}

/** Killed: a test failed by its name, at its own limit of time at the latest. Nothing else counts: no import, no hook of a file, no run that was ended. */
export function verdictOn(report: Report | null): { isKilled: boolean; told: string } {
  const failure = firstFailure(report)
  if (!failure) return { isKilled: false, told: 'SURVIVED' }
  const { title, why } = failure
  return title === null || BROKEN.test(why)
    ? { isKilled: false, told: `SURVIVED: ${why}` }
    : { isKilled: true, told: `killed by "${title}"` }
}
