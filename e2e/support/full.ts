/** `npm run test:full`: repetitions, full lengths, and what takes a build or a balancer of its own. */
export const FULL = process.env.TEST_FULL !== undefined
export const ONLY_FULL = 'npm run test:full'
