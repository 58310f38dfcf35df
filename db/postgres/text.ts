/** Postgres refuses U+0000 in any text: nothing that holds one was ever written, and asking for it would look like an outage. */
export const canHold = (text: string): boolean => !text.includes('\0')
