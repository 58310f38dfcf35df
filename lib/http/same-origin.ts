/**
 * May this state-changing request be believed to come from our own pages? `origin` is the configured one, never what the
 * request says of itself. Browsers send Origin with every POST and DELETE, so its absence is a refusal; Sec-Fetch-Site cannot
 * be set by a page and tells a sibling subdomain ("same-site") from us.
 */
export function isSameOrigin(headers: Headers, origin: string): boolean {
  const site = headers.get('sec-fetch-site')
  return headers.get('origin') === origin && (site === null || site === 'same-origin')
}
