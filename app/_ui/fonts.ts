import localFont from 'next/font/local'

/** Made to keep 0 and O, 1, l and I apart. Next.js preloads the text face and gives its stand-in the same metrics: nothing jumps. */
export const text = localFont({
  src: '../../node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
  weight: '200 800',
  variable: '--font-text',
})
export const mono = localFont({
  src: '../../node_modules/@fontsource-variable/atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-wght-normal.woff2',
  weight: '200 800',
  variable: '--font-digits',
  fallback: ['ui-monospace', 'monospace'],
  adjustFontFallback: false,
  preload: false,
})
