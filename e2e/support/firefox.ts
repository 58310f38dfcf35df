import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../db/testing/free-port.ts'

/**
 * The system's own Firefox, driven by its Marionette protocol: WebDriver's commands as JSON over TCP. Playwright's WebDriver BiDi asks
 * for a command that the extended support release does not know (emulation.setMediaFeaturesOverride), at every new context.
 */
export type Firefox = Awaited<ReturnType<typeof launchFirefox>>

const QUIET = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': '',
}

/** WebDriver's name for a reference to an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
/** Milliseconds. */
const PATIENCE = 20_000

export async function launchFirefox(path: string, prefs: Record<string, unknown> = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'logged-out-firefox-'))
  const port = await freePort()
  const lines = Object.entries({ ...QUIET, 'marionette.port': port, ...prefs })
  const userPrefs = lines.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
  writeFileSync(join(profile, 'user.js'), userPrefs.join('\n'))
  const child = spawn(path, ['--headless', '--no-remote', '--marionette', '--profile', profile], { stdio: 'ignore' })
  const send = talk(await untilOpen(port, child))
  await send('WebDriver:NewSession')

  const run = async (script: string, ...args: unknown[]) =>
    (await send('WebDriver:ExecuteScript', { script, args, newSandbox: true })).value
  const find = async (selector: string): Promise<string> => {
    await until(() => run('return document.querySelector(arguments[0]) !== null', selector), selector)
    return (await send('WebDriver:FindElement', { using: 'css selector', value: selector })).value[ELEMENT]
  }
  return {
    run,
    goto: (url: string) => send('WebDriver:Navigate', { url }),
    back: () => send('WebDriver:Back'),
    fill: async (selector: string, text: string) =>
      send('WebDriver:ElementSendKeys', { id: await find(selector), text }),
    click: async (selector: string) => send('WebDriver:ElementClick', { id: await find(selector) }),
    async openTab(): Promise<string> {
      const { handle } = await send('WebDriver:NewWindow', { type: 'tab', focus: true })
      await send('WebDriver:SwitchToWindow', { handle })
      return handle
    },
    currentTab: async (): Promise<string> => (await send('WebDriver:GetWindowHandle')).value,
    switchTo: (handle: string) => send('WebDriver:SwitchToWindow', { handle }),
    url: async (): Promise<string> => (await send('WebDriver:GetCurrentURL')).value,
    /** The whole document, what is hidden included. */
    html: (): Promise<string> => run('return document.documentElement.outerHTML'),
    async close() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Asks again until the answer is true. A question may fail while a page is being left. */
export async function until(question: () => Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; ) {
    if (await question().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`Firefox: waited in vain for ${what}`)
}

async function untilOpen(port: number, child: ChildProcess): Promise<Socket> {
  for (const deadline = Date.now() + 2 * PATIENCE; Date.now() < deadline; ) {
    if (child.exitCode !== null) throw new Error(`Firefox ended at once, with ${child.exitCode}`)
    const socket = connect(port, '127.0.0.1')
    const opened = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    if (opened) return socket
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  child.kill('SIGKILL')
  throw new Error('Firefox did not open its port in time')
}

/** Messages are `length:JSON`: a command [0, id, name, parameters], an answer [1, id, error, result]. */
function talk(socket: Socket) {
  // biome-ignore lint/suspicious/noExplicitAny: each command has an answer of its own
  const waiting = new Map<number, { resolve: (result: any) => void; reject: (error: Error) => void }>()
  let received = Buffer.alloc(0)
  let last = 0
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    for (;;) {
      const colon = received.indexOf(':')
      const end = colon + 1 + Number(received.subarray(0, colon).toString())
      if (colon === -1 || received.length < end) return
      const message = JSON.parse(received.subarray(colon + 1, end).toString())
      received = received.subarray(end)
      // The first one says only who is speaking.
      if (!Array.isArray(message)) continue
      const [, id, error, result] = message
      if (error) waiting.get(id)?.reject(new Error(`Firefox: ${error.error}: ${error.message}`))
      else waiting.get(id)?.resolve(result)
      waiting.delete(id)
    }
  })
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has gone'))
  })
  socket.on('error', () => {})
  // biome-ignore lint/suspicious/noExplicitAny: each command has an answer of its own
  return (name: string, parameters: object = {}): Promise<any> =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, { resolve, reject })
      const text = JSON.stringify([0, id, name, parameters])
      socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
}
