import type { Page } from '@playwright/test'

/** How many pixels the page is wider than the window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/**
 * Controls that are smaller than `least` pixels in either direction. Of a radio button or a checkbox what counts is its label,
 * which can be pressed too. A link within a sentence may be as small as its words (WCAG 2.5.8).
 */
export const smallTargets = (
  page: Page,
  least = 24,
  selector = 'button, select, input:not([type=hidden]), textarea, summary, .button, nav a, [role=tab]',
): Promise<string[]> =>
  page.evaluate(
    ([least, selector]) =>
      [...document.querySelectorAll(selector)]
        .map((element) =>
          element.matches('[type=radio], [type=checkbox]') ? (element.closest('label') ?? element) : element,
        )
        .filter((element) => element.checkVisibility() && !element.closest('.sr-only'))
        .map((element) => ({ box: element.getBoundingClientRect(), text: element.textContent }))
        // Less than that has no size, and is there for those who do not see it.
        .filter(({ box }) => box.width > 1 && (box.width < least || box.height < least))
        .map(({ box, text }) => `${text} ${box.width}×${box.height}`),
    [least, selector] as const,
  )

/** Words that stick out of a box which hides or cuts what sticks out. */
export const cutWords = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.checkVisibility() && !element.closest('.sr-only, [aria-hidden=true], svg'))
      .filter((element) => {
        const { overflowX, overflowY } = getComputedStyle(element)
        const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element
        if (clientWidth <= 1 || !element.textContent?.trim()) return false
        return (
          (hides(overflowX) && scrollWidth > clientWidth + 1) || (hides(overflowY) && scrollHeight > clientHeight + 1)
        )
      })
      .map((element) => `${element.tagName} ${element.className}: ${element.textContent!.slice(0, 60)}`),
  )
