import { isActing, leaving } from './leaving.ts'
import { tellTabs } from './tabs.ts'
import { forgetTimes } from './times.ts'
import { type Ending, endingWords } from './words.ts'

let drawn = false
export const isCurtainDrawn = (): boolean => drawn

/** This browser is logged out: here and in every other tab. */
export function leaveAll(why: Ending): void {
  forgetTimes()
  tellTabs({ type: 'logged-out', why })
  drawCurtain(why)
}

/**
 * Takes everything private out of the document and says why. The body element is replaced, not emptied: React keeps its own
 * whole tree, detached, and a late update of it changes nothing that can be seen. The page's data goes too, script text included.
 */
export function drawCurtain(why: Ending): void {
  if (drawn || isActing()) return
  takeAway()
  const { title, detail } = endingWords(why)
  document.title = `${title} · Logged out?`

  const heading = element('h1', 'text-2xl focus:outline-none sm:text-3xl', title)
  heading.tabIndex = -1
  const action = why === 'replaced_by_login' ? continueButton() : loginLink()
  const main = element('main', 'mx-auto flex min-h-dvh max-w-[66ch] flex-col items-start justify-center gap-4 p-6')
  main.dataset.testid = 'logged-out-here'
  main.dataset.why = why
  main.append(heading, element('p', 'text-muted', detail), action)
  document.body.append(main)
  heading.focus()
}

/** Somebody has logged in while this tab was waiting: never swapped in silently, it may be somebody else. */
export function offerToContinue(): void {
  if (drawn) document.querySelector('[data-testid=logged-out-here] a')?.replaceWith(continueButton())
  else drawCurtain('replaced_by_login')
}

/** Nothing to read and nothing to press until the page has been loaded anew. */
export function takeAway(): void {
  drawn = true
  leaving.abort()
  const body = document.createElement('body')
  body.className = document.body.className
  document.body.replaceWith(body)
  Reflect.deleteProperty(window, '__next_f')
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string, text = '') {
  const made = document.createElement(name)
  made.className = className
  made.textContent = text
  return made
}

const BUTTON = 'button button-primary'

function loginLink(): HTMLElement {
  const link = element('a', BUTTON, 'Log in again')
  link.href = `/login?${new URLSearchParams({ next: location.pathname + location.search })}`
  return link
}

function continueButton(): HTMLElement {
  const button = element('button', BUTTON, 'Continue')
  button.addEventListener('click', () => location.reload())
  return button
}
