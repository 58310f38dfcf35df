/** Aborted when private content leaves this tab: answers that are still on their way must not bring it back. */
export const leaving = new AbortController()

let acting = false

/** True while this tab itself logs in or out or changes the password: what the others say of it is no news here. */
export const isActing = (): boolean => acting

/** Stays true when the page is about to be left. */
export function setActing(value: boolean): void {
  acting = value
}
