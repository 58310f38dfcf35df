/** Where a part of a source file stands. Lines count from 1; `text` ends without a line break. */
export interface Found {
  readonly from: number
  readonly to: number
  readonly decidingLine: number
  readonly text: string
}

/**
 * A top-level function by its name, with its doc comment, and in it the one line that contains `deciding`. In formatted code
 * it ends at the first closing brace in column 0. Throws unless each is there exactly once.
 */
export function findRegion(source: string, symbol: string, deciding: string): Found {
  const lines = source.split('\n')
  const head = only(lines, (line) => declares(line, symbol), `function ${symbol}`)
  const end = lines.indexOf('}', head)
  if (end === -1) throw new RangeError(`function ${symbol} does not end`)
  const start = startOfComment(lines, head)
  const text = lines.slice(start, end + 1)
  const at = only(text, (line) => line.includes(deciding), `“${deciding}” in ${symbol}`)
  return { from: start + 1, to: end + 1, decidingLine: start + at + 1, text: text.join('\n') }
}

const declares = (line: string, symbol: string): boolean =>
  /^(?:export )?(?:async )?function (\w+)/.exec(line)?.[1] === symbol

function startOfComment(lines: readonly string[], head: number): number {
  if (!lines[head - 1]?.endsWith('*/')) return head
  return lines.findLastIndex((line, index) => index < head && line.startsWith('/**'))
}

function only(lines: readonly string[], is: (line: string) => boolean, what: string): number {
  const found = lines.flatMap((line, index) => (is(line) ? [index] : []))
  if (found.length !== 1) throw new RangeError(`${what} is there ${found.length} times instead of once`)
  return found[0]!
}
