const HOME = '/account'
/** Pages on which a person logs in or decides to: after a login they would only lead back. */
export const ENTRANCES = /^\/(login|signup|reset|resume|logged-out)(\/|$)/

/** Where to go after logging in: a page of this origin, else the account page. `text` comes from anybody. */
export function safeNext(text: unknown, origin: string): string {
  if (typeof text !== 'string' || !text.startsWith('/') || !URL.canParse(text, origin)) return HOME
  const url = new URL(text, origin)
  // `/\evil`, a tab or a line feed become another origin when parsed; `/..//evil` stays, but its path would not.
  const isOurs = url.origin === origin && !url.pathname.startsWith('//')
  const isPage = !url.pathname.startsWith('/api/') && !ENTRANCES.test(url.pathname)
  return isOurs && isPage ? url.pathname + url.search + url.hash : HOME
}

/** The page that asks for the password, and from there back to where `act` can be pressed once more. */
export function askForPassword(act: string): string {
  const next = `${HOME}?${new URLSearchParams({ done: 'reauthenticate', act })}`
  return `/reauthenticate?${new URLSearchParams({ next })}`
}
