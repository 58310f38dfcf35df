import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { mutantNamed } from './lib/prove/mutants/index.ts'
import { needsPostgres } from './lib/prove/mutants/mutant.ts'
import { plant } from './lib/prove/mutants/plugin.ts'

/** MUTANT=name: the suite meets that bug (lib/prove/mutants/run.ts). */
const { MUTANT } = process.env
const mutant = MUTANT ? mutantNamed(MUTANT) : null

export default defineConfig({
  plugins: mutant ? [plant(mutant)] : [],
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    environment: 'node',
    include: ['lib/**/*.test.ts', 'db/**/*.test.ts'],
    globalSetup: mutant && !needsPostgres(mutant) ? [] : ['./db/testing/global-setup.ts'],
    exclude: ['**/node_modules', '.next', '.tmp', 'e2e'],
    setupFiles: ['./vitest.setup.ts'],
    restoreMocks: true,
    // As many as a small machine has cores: tests of deadlines fail where nobody gets a turn.
    maxWorkers: 2,
    // Milliseconds: two busy cores, and real password hashes.
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/units.json' },
    testTimeout: 20_000,
  },
})
