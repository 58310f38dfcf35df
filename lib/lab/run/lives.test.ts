import { describe, expect, test } from 'vitest'
import { settings as schema } from '../../http/lab-schemas.ts'
import { lifeOf, withLife } from './lives.ts'
import { lifeChoices, settingsFor } from './presets.ts'

describe.each(['forget', 'denylist', 'rotate', 'everywhere'] as const)('the life of the access token in %s', (name) => {
  test.each([...lifeChoices])('can be %s s, and the server takes it', (life) => {
    const chosen = withLife(settingsFor(name, 'fast'), life)
    expect(lifeOf(chosen)).toBe(life)
    expect(schema.safeParse(chosen).success).toBe(true)
    expect(chosen.leeway, 'a retry is honest for a part of a life').toBeLessThanOrEqual(chosen.access / 2)
  })
})

test('the longest choice is more than ten times the default (WCAG 2.2.1)', () => {
  expect(Math.max(...lifeChoices)).toBeGreaterThan(10 * lifeOf(settingsFor('forget', 'fast')))
})
