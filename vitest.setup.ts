import { afterEach, beforeEach, expect, vi } from 'vitest'

/** Nothing may complain in passing: a test that expects a `console.error` says so by mocking it itself. */
let complaints: unknown[][] = []

beforeEach(() => {
  complaints = []
  vi.spyOn(console, 'error').mockImplementation((...args) => {
    complaints.push(args)
  })
})

afterEach(() => {
  expect(complaints, 'unexpected console.error').toEqual([])
})
