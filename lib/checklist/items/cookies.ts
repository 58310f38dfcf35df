import { critical, high, medium, type Section } from '../item.ts'

export const cookies: Section = {
  title: 'Cookies and browser',
  items: [
    critical('CK-01', 'Every cookie of a login is HttpOnly, Secure, SameSite, without Domain, under a prefix'),
    medium('CK-02', 'The refresh cookie gives up `__Host-` for a path: it travels to `/api/auth` alone (decision 006)'),
    critical('CK-03', 'A cookie is cleared with the attributes it was set with: after a logout the jar is empty'),
    high('CK-04', 'A cookie that came twice, or under another spelling of its name, is not read'),
    high('CK-05', 'A login opens a new session and ends the one that the browser came with'),
    medium('CK-06', 'No cookie is larger than a browser keeps'),
    high('CK-07', 'No token stands in storage, a page, a payload or an address, and no script can read one'),
    medium('CK-08', 'No cookie outlives its token, and the server does not rely on it'),
    high('CK-09', 'A refresh token of another session than the living access token beside it is refused'),
    medium('CK-10', 'SameSite is not the only defence: a request from a sibling domain is refused'),
  ],
}
