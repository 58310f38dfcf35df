/** How much is searched: `npm test` takes the small share, `npm run prove` the whole, and other seeds a tenth of it. */
export const isWhole = process.env.PROVE === 'whole'

/** Printed with every failure, so that it can be run again: `PROVE_SEED=… npx vitest run lib/prove`. */
export const seed = Number(process.env.PROVE_SEED ?? 20_261_124)

/** Other seeds run at a tenth of the whole. */
const isOther = process.env.PROVE === 'tenth'

export function share(whole: number, small: number): number {
  if (isWhole) return whole
  return isOther ? Math.ceil(whole / 10) : small
}
