/** Aborted when private content leaves this tab: answers that are still on their way must not bring it back. */
export const leaving = new AbortController()

let acting = 0

/** True while this tab itself logs in or out or changes the password: what the others hear of it is no news here. */
export const isActing = (): boolean => acting > 0

export async function act<Result>(work: () => Promise<Result>): Promise<Result> {
  acting += 1
  try {
    return await work()
  } finally {
    acting -= 1
  }
}
