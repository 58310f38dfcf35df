// Plain JavaScript without packages: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const SYSTEM = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

const capture = (command, args) => spawnSync(command, args, { encoding: 'utf8' }).stdout?.trim() ?? ''
export const isThere = (command) => capture('which', [command]) !== ''

/** A Chromium to drive: the one named by CHROMIUM_PATH, Playwright's own, or the system's. Undefined: there is none. */
export function findBrowser() {
  const own = capture(process.execPath, ['-p', "require('@playwright/test').chromium.executablePath()"])
  const system = SYSTEM.map((name) => capture('which', [name])).find(Boolean)
  return process.env.CHROMIUM_PATH || (existsSync(own) ? own : system)
}

/** The system's Firefox, for the proofs that drive it. Undefined: there is none. */
export const findFirefox = () => ['firefox-esr', 'firefox'].map((name) => capture('which', [name])).find(Boolean)
