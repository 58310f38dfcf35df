type Storages = 'localStorage' | 'sessionStorage'

/** Null: nothing is kept under this key, or the browser refuses storage, as it does where all cookies are blocked. */
export function readStored(storage: Storages, key: string): string | null {
  try {
    return window[storage].getItem(key)
  } catch {
    return null
  }
}

/** `null` removes. Where storage is refused nothing is kept, and a reload forgets it. */
export function writeStored(storage: Storages, key: string, value: string | null): void {
  try {
    if (value === null) window[storage].removeItem(key)
    else window[storage].setItem(key, value)
  } catch {
    // Refused, or full.
  }
}
