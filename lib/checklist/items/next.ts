import { critical, high, low, medium, type Section } from '../item.ts'

export const next: Section = {
  title: 'Next.js',
  items: [
    critical('NX-01', 'The installed Next.js and React are not older than the patches that this was written against'),
    critical('NX-02', 'The proxy is a hint: without it every page and route turns away by itself'),
    critical('NX-03', 'The server action asks for itself who is there and where the request comes from'),
    critical('NX-04', 'No protected page is prerendered'),
    high('NX-05', 'What the proxy lets through is `private, no-store`'),
    high('NX-06', 'A layout is no guard: a page asks too, also when only a leaf of it is fetched'),
    high('NX-07', 'The known ways around a proxy find nothing'),
    high('NX-08', 'A prefetch brings nobody a secret'),
    high('NX-09', 'No cache of Next.js keeps what is personal'),
    high('NX-10', 'The proxy sets no cookie and rotates nothing; an expired page renews once'),
    medium('NX-11', 'A browser loads nothing of the engine, and a page holds no secret'),
    medium(
      'NX-12',
      'An error of the server action tells nothing',
      'Every refusal of the action is a redirect to a code of the contract; anything else reaches app/error.tsx, which prints none of it, and production builds of React send a digest.',
    ),
    medium('NX-13', 'The image optimizer, rewrites and foreign origins of actions are not configured'),
    medium(
      'NX-14',
      'The development server is for loopback',
      '`npm start` builds and serves production, and so does every test; only `npm run dev` starts the development server.',
    ),
    medium('NX-15', 'Preview cookies open nothing'),
    medium('NX-16', 'A guard’s redirect is not swallowed by a `catch`'),
    low('NX-17', 'No answer says what made it'),
  ],
}
