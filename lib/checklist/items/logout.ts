import { critical, high, medium, type Section } from '../item.ts'

export const logout: Section = {
  title: 'Logout, as it is seen',
  items: [
    critical('LO-01', 'Database, then denylist, then cookies; no success is shown before the end is durable'),
    critical('LO-02', 'After a logout, Back and Forward show nothing of the account'),
    high('LO-03', 'A page that the browser kept whole for Back is emptied before it is shown'),
    high('LO-04', 'Other tabs and other browsers leave within two seconds, or at their next request'),
    medium(
      'LO-05',
      'A logout relies on no Clear-Site-Data',
      'It is not sent (lib/decisions/025): no answer may be kept, and in Chromium `"cache"` was measured to change nothing.',
    ),
    high('LO-06', 'A logout that did not reach the server claims nothing and can be tried again'),
    high('LO-07', 'A logout is a POST: no link, prefetch or GET logs anybody out'),
    medium('LO-08', 'Log out is in sight on every page, by keyboard and without JavaScript'),
    medium('LO-09', 'After a logout by form comes a 303 to a fixed path'),
    medium('LO-10', 'No service worker keeps protected data', 'There is none: nothing registers a service worker.'),
    medium('LO-11', 'A dead session leads to the login once: no circle of redirects'),
  ],
}
