/**
 * The same JSON in printable ASCII. JSON itself leaves C1 controls (a terminal may obey U+009B), U+2028 and what else looks like the end
 * of a line to somebody as they are.
 */
export const printable = (json: string): string =>
  json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
