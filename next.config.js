/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run types` checks all of it, tests included; a start need not check the product's half again.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true },
  turbopack: { root: import.meta.dirname },
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        // Not `no-referrer`: under it a browser sends `Origin: null` with a same-origin form, which the origin check refuses.
        { key: 'Referrer-Policy', value: 'same-origin' },
        {
          key: 'Content-Security-Policy',
          value: "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'",
        },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
      ],
    },
  ],
}
