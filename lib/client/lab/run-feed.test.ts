import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stateOf } from '../../lab/run/state.ts'
import { forgetLog } from '../../lab/run/testing.ts'
import { createRunFeed } from './run-feed.ts'

const { run, events } = forgetLog()
const { startedAt } = run

class FakeSource extends EventTarget {
  static readonly CLOSED = 2
  static last: FakeSource
  readyState = 1
  onerror: (() => void) | null = null
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    FakeSource.last = this
  }
  say(name: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }))
  }
  fail(readyState: number) {
    this.readyState = readyState
    this.onerror?.()
  }
  close() {
    this.readyState = FakeSource.CLOSED
  }
}

let lessMotion = false
const answer = vi.fn<(url: string) => Response>()
const hello = (t: number) => FakeSource.last.say('hello', { now: startedAt + t / 1000, t, run })
const tell = (from: number, to: number) => {
  for (const event of events.slice(from - 1, to)) FakeSource.last.say('event', event)
}
const follow = () => {
  const feed = createRunFeed({ run, now: startedAt })
  const renders = vi.fn<() => void>()
  const stop = feed.subscribe(renders)
  return { feed, renders, stop, seqs: () => feed.snapshot().state.events.map(({ seq }) => seq) }
}
const frame = () => vi.advanceTimersByTimeAsync(20)
const upTo = (n: number) => Array.from({ length: n }, (_, at) => at + 1)

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date', 'requestAnimationFrame', 'cancelAnimationFrame'],
  })
  vi.stubGlobal('EventSource', FakeSource)
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => setTimeout(then, 16))
  vi.stubGlobal('cancelAnimationFrame', clearTimeout)
  vi.stubGlobal('matchMedia', () => ({ matches: lessMotion }))
  lessMotion = false
  vi.stubGlobal('fetch', async (url: string) => answer(url))
  answer.mockReset()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('however much arrives between two frames, it is drawn once', async () => {
  const { feed, renders } = follow()
  hello(0)
  tell(1, 40)
  expect(renders).not.toHaveBeenCalled()
  await frame()
  expect(renders).toHaveBeenCalledTimes(1)
  expect(feed.snapshot().state).toEqual(stateOf(run, events.slice(0, 40)))
  expect(feed.snapshot().feed).toBe('live')
})

test('a hidden tab gets no frames and is up to date all the same', async () => {
  vi.stubGlobal('requestAnimationFrame', () => 0)
  const { seqs } = follow()
  hello(0)
  tell(1, 3)
  await vi.advanceTimersByTimeAsync(600)
  expect(seqs()).toEqual([1, 2, 3])
})

test('paused: nothing that is handed out changes; resuming catches up', async () => {
  const { feed, seqs } = follow()
  hello(1000)
  tell(1, 5)
  await frame()
  feed.setPaused(true)
  const at = feed.t()
  tell(6, 9)
  await vi.advanceTimersByTimeAsync(2000)
  expect(seqs()).toEqual(upTo(5))
  expect(feed.t()).toBe(at)
  feed.setPaused(false)
  expect(seqs()).toEqual(upTo(9))
  expect(feed.t()).toBeGreaterThan(at + 1900)
})

test('a number that is missing is fetched, and nothing is folded out of order', async () => {
  answer.mockImplementation(() => Response.json({ run, now: startedAt, events: events.slice(0, 7), server: null }))
  const { seqs } = follow()
  hello(0)
  tell(1, 3)
  tell(6, 8)
  await frame()
  expect(answer).toHaveBeenCalledTimes(1)
  expect(seqs()).toEqual(upTo(8))
})

test('the missing part is asked for again while the server cannot be reached', async () => {
  answer.mockImplementationOnce(() => {
    throw new TypeError('offline')
  })
  answer.mockImplementation(() => Response.json({ run, now: startedAt, events: events.slice(0, 4), server: null }))
  const { seqs } = follow()
  hello(0)
  tell(1, 2)
  tell(4, 4)
  await frame()
  expect(seqs()).toEqual([1, 2])
  await vi.advanceTimersByTimeAsync(1100)
  expect(seqs()).toEqual(upTo(4))
})

test('a broken stream is lost at once and live again with its first word; no event is told twice', async () => {
  const { feed, seqs } = follow()
  hello(0)
  tell(1, 4)
  FakeSource.last.fail(0)
  await frame()
  expect(feed.snapshot().feed).toBe('lost')
  hello(3000)
  tell(3, 6)
  await frame()
  expect(feed.snapshot().feed).toBe('live')
  expect(seqs()).toEqual(upTo(6))
})

test('silence where the server speaks every second is a broken stream, within three seconds', async () => {
  const { feed } = follow()
  hello(0)
  const server = { t: 10, driver: 'sqlite', sessions: [], denials: [] }
  FakeSource.last.say('server', server)
  FakeSource.last.say('server', server)
  await vi.advanceTimersByTimeAsync(1000)
  expect(feed.snapshot().feed).toBe('live')
  await vi.advanceTimersByTimeAsync(2050)
  expect(feed.snapshot().feed).toBe('lost')
})

test('a connection that died without a word is opened again: the browser would wait for ever', async () => {
  answer.mockImplementation(() => Response.json({ run, now: startedAt, events: events.slice(0, 4), server: null }))
  follow()
  hello(0)
  tell(1, 4)
  const first = FakeSource.last
  const server = { t: 10, driver: 'sqlite', sessions: [], denials: [] }
  first.say('server', server)
  first.say('server', server)
  await vi.advanceTimersByTimeAsync(4200)
  expect(first.readyState).toBe(FakeSource.CLOSED)
  expect(FakeSource.last).not.toBe(first)
  expect(FakeSource.last.url).toMatch(/events\?after=4$/)
})

test('what the browser gives up on is opened again after the last event that is known', async () => {
  answer.mockImplementation(() => Response.json({ run, now: startedAt, events: events.slice(0, 4), server: null }))
  follow()
  hello(0)
  tell(1, 4)
  const first = FakeSource.last
  first.fail(FakeSource.CLOSED)
  await vi.advanceTimersByTimeAsync(1100)
  expect(FakeSource.last).not.toBe(first)
  expect(FakeSource.last.url).toMatch(/events\?after=4$/)
})

test('a run that was swept meanwhile has ended', async () => {
  answer.mockImplementation(() => Response.json({ code: 'run_not_found', title: 'No such run' }, { status: 404 }))
  const { feed } = follow()
  hello(0)
  FakeSource.last.fail(FakeSource.CLOSED)
  await vi.advanceTimersByTimeAsync(1200)
  expect(feed.snapshot().feed).toBe('ended')
})

test('after the last word nothing is reconnected', async () => {
  const { feed } = follow()
  hello(0)
  FakeSource.last.say('end', {})
  await frame()
  expect(feed.snapshot().feed).toBe('ended')
  expect(FakeSource.last.readyState).toBe(FakeSource.CLOSED)
})

test('what the page brings about after the last word is asked for, once', async () => {
  answer.mockImplementation(() => Response.json({ run, now: startedAt, events: events.slice(0, 5), server: null }))
  const { feed, seqs } = follow()
  hello(0)
  tell(1, 4)
  feed.catchUp()
  expect(answer, 'the stream will tell').not.toHaveBeenCalled()
  FakeSource.last.say('end', {})
  feed.catchUp()
  await frame()
  expect(answer).toHaveBeenCalledTimes(1)
  expect(seqs()).toEqual(upTo(5))
})

test('whoever stops listening closes the stream, and coming back opens it again', () => {
  const { feed, stop } = follow()
  const first = FakeSource.last
  stop()
  expect(first.readyState).toBe(FakeSource.CLOSED)
  feed.subscribe(() => {})
  expect(FakeSource.last).not.toBe(first)
})

test('setting the computer’s clock moves nothing', async () => {
  const { feed } = follow()
  hello(5000)
  const before = feed.t()
  vi.setSystemTime(Date.now() + 3_600_000)
  expect(Math.abs(feed.t() - before)).toBeLessThan(1)
})

test('an event cannot arrive before it happened: a slow first answer is corrected', () => {
  const { feed } = follow()
  hello(1000)
  FakeSource.last.say('event', { ...events[0]!, t: 1800 })
  expect(feed.t()).toBeGreaterThanOrEqual(1800)
})

test('whoever wants less motion sees at most two changes a second, and misses nothing', async () => {
  const { renders, seqs } = follow()
  hello(0)
  await vi.advanceTimersByTimeAsync(600)
  lessMotion = true
  renders.mockClear()
  for (let n = 1; n <= 20; n++) {
    tell(n, n)
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(renders.mock.calls.length).toBeLessThanOrEqual(4)
  await vi.advanceTimersByTimeAsync(500)
  expect(seqs()).toEqual(upTo(20))
})
