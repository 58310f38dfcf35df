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
    // One more than a small machine has cores: many wait for a lease or a clock.
    maxWorkers: 3,
    // Milliseconds: two busy cores, and real password hashes.
    reporters: ['default', ['json', { outputFile: 'test-results/units.json' }]],
    testTimeout: 20_000,
  },
})
