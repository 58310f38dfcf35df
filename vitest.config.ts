import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['lib/**/*.test.ts', 'db/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-results/units.json' }]],
    testTimeout: 30_000,
  },
})
