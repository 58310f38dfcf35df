/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run types` checks all of it, tests included; a start need not check the product's half again.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true },
  turbopack: { root: import.meta.dirname },
}
