import { NO_ANSWER, refusalOf } from './answer.ts'
import { authFetch } from './auth-fetch.ts'
import { withStepUp } from './step-up.ts'

export type ExportResult = { ok: true; text: string } | { ok: false; title: string }

/** The account's data as JSON, once the password check is recent enough. */
export async function exportAccount(): Promise<ExportResult> {
  try {
    const response = await withStepUp(() => authFetch('/api/account/export'))
    if (response.ok) return { ok: true, text: await response.text() }
    return { ok: false, title: (await refusalOf(response)).title }
  } catch {
    return { ok: false, title: `${NO_ANSWER}. Try again.` }
  }
}
