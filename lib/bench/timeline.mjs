/**
 * Milliseconds of script per frame while the figure of a run is drawn, in Chromium, against the real component.
 *
 *   node lib/bench/timeline.mjs <address of a page with a figure> [seconds] [test id of a button to press first] [path of Chromium]
 *
 * Use a production build: React's development build is several times slower. The budget is 4 ms with 200 marks.
 */
import { chromium } from '@playwright/test'

const BUDGET = 4
const [address, seconds = '10', button = '', executablePath] = process.argv.slice(2)
if (!address) {
  console.error('usage: node lib/bench/timeline.mjs <address> [seconds] [test id of a button] [path of Chromium]')
  process.exit(2)
}

const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
// The callback of each frame, timed from inside the page.
await page.addInitScript(() => {
  const spent = []
  const ask = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (callback) =>
    ask((time) => {
      const began = performance.now()
      callback(time)
      spent.push(performance.now() - began)
    })
  window.spentInFrames = spent
})
await page.goto(address)
if (button) await page.getByTestId(button).click()
await page.locator('.timeline[role="slider"]').first().scrollIntoViewIfNeeded()
await page.waitForTimeout(1000)

const devtools = await page.context().newCDPSession(page)
// The time of the thread, not of the clock on the wall: a busy machine changes nothing.
await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
const scriptSeconds = async () => {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'ScriptDuration').value
}
const before = await scriptSeconds()
const frames = await page.evaluate(
  (milliseconds) =>
    new Promise((resolve) => {
      window.spentInFrames.length = 0
      const began = performance.now()
      let count = 0
      const next = () => {
        count += 1
        if (performance.now() - began < milliseconds) requestAnimationFrame(next)
        else resolve(count)
      }
      requestAnimationFrame(next)
    }),
  Number(seconds) * 1000,
)
const script = ((await scriptSeconds()) - before) * 1000
const { callbacks, marks, nodes } = await page.evaluate(() => ({
  callbacks: window.spentInFrames.toSorted((one, other) => one - other),
  marks: document.querySelectorAll('.timeline .glyph').length,
  nodes: document.querySelectorAll('.timeline *').length,
}))
await browser.close()

const at = (share) => callbacks[Math.min(callbacks.length - 1, Math.floor(callbacks.length * share))].toFixed(3)
const perFrame = script / frames
console.log(`frames               ${frames} in ${seconds} s (${(frames / Number(seconds)).toFixed(1)} per second)`)
console.log(`marks, nodes         ${marks}, ${nodes}`)
console.log(`frame callback       (wall clock) p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`)
console.log(`script per frame     ${perFrame.toFixed(3)} ms, rendering of React included (budget ${BUDGET} ms)`)
process.exit(perFrame < BUDGET ? 0 : 1)
