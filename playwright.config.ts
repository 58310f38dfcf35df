import { defineConfig } from '@playwright/test'
import { findBrowser } from './e2e/support/browser.mjs'

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/build.ts',
  outputDir: 'test-results/playwright',
  // On two cores: one worker leaves most of both idle, waiting for tokens to expire (744 s against 515).
  workers: 2,
  fullyParallel: false,
  timeout: 60_000,
  // A shared machine can hold a browser up for seconds. The summary names how many tests needed a second try.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 10_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    actionTimeout: 15_000,
    launchOptions: {
      executablePath: findBrowser(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
