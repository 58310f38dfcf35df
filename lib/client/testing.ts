/** One at a time for each name, in the order of asking, as Web Locks are given. Node 20 has none. */
export function createLocks() {
  const last = new Map<string, Promise<unknown>>()
  return {
    request<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
      const turn = (last.get(name) ?? Promise.resolve()).then(work)
      last.set(
        name,
        turn.catch(() => {}),
      )
      return turn
    },
  }
}
