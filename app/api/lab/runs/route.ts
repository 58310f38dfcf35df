import { guestCookie, labCookies } from '@/lib/http/lab-cookies.ts'
import { isInBrowser, viewOfRun } from '@/lib/lab/index.ts'
import { handle } from '@/lib/server/handle.ts'
import { sendToBrowser } from '@/lib/server/lab-run.ts'

export const GET = handle('labRuns', async ({ lab, guest }) => ({ body: await lab.listRuns(guest) }))

/** A guest is made with the first run. Where the page itself is to keep the token, it gets no cookie. */
export const POST = handle('labStart', async ({ lab, guest, body, server }) => {
  const who = guest ?? lab.newGuest()
  const { settings, guess } = body
  const started = await lab.start(who, settings, guess)
  if (typeof started === 'string') return { problem: started }
  const { play, first } = started
  const now = server.now()
  const inPage = settings.storage === 'localStorage'
  const own = isInBrowser(settings) && !inPage ? labCookies(play.row.id, first, now) : []
  return {
    body: { run: viewOfRun(play.row), now, accessToken: inPage ? first.accessToken : null },
    cookies: [guestCookie(who), ...sendToBrowser(play, { actor: 'you' }, own)],
  }
})
