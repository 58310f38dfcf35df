/** Descriptors that connections leave to the stores and to files, of which Next.js opens some at a page's first visit. */
const KEPT = 128

/**
 * Connections that this process may hold, by the number of files that it may open. Beyond them a new one is closed at once. Without a
 * limit here they would take all: Next.js remembers that a file of the build could not be read, and its page is 500 from then on.
 */
export function connectionLimit(): number {
  const { userLimits } = process.report.getReport() as unknown as { userLimits?: { open_files?: { soft: unknown } } }
  const files = Number(userLimits?.open_files?.soft)
  return Number.isNaN(files) ? Number.POSITIVE_INFINITY : Math.max(files - KEPT, Math.floor(files / 2))
}
