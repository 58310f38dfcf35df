import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    environment: 'node',
    include: ['lib/**/*.test.ts', 'db/**/*.test.ts'],
    globalSetup: ['./db/testing/global-setup.ts'],
    exclude: ['**/node_modules', '.next', '.tmp', 'e2e'],
    setupFiles: ['./vitest.setup.ts'],
    restoreMocks: true,
    // As many as a small machine has cores: tests of deadlines fail where nobody gets a turn.
    maxWorkers: 2,
    // Milliseconds: two busy cores, and real password hashes.
    reporters: ['default', ['json', { outputFile: 'test-results/units.json' }]],
    testTimeout: 20_000,
  },
})
