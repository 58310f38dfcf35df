import { Fragment } from 'react'
import './source.css'

/** A line that decides; its `id`, if any, is where a link leads to. */
interface Deciding {
  line: number
  id?: string
}

interface Props {
  /** HTML of each line, made by the build from the source itself. */
  lines: readonly string[]
  /** Number of the first. */
  from: number
  deciding: readonly Deciding[]
  /** First and last lines of what belongs to a region, where that is not everything. */
  regions?: readonly { from: number; to: number }[]
  /** Names the box, which scrolls by itself and so takes the focus. */
  label: string
}

/** Code with its line numbers. What is selected or copied is the code alone. */
export function CodeBlock({ lines, from, deciding, regions = [], label }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would put every snippet into the outline of the page
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and keyboards have to reach that
    <div role="region" aria-label={label} tabIndex={0} className="code-box">
      <pre data-testid="source-code">
        <code>
          {lines.map((html, index) => {
            const number = from + index
            const mark = deciding.find(({ line }) => line === number)
            const inside = regions.some((region) => region.from <= number && number <= region.to)
            const Line = mark ? 'mark' : 'span'
            return (
              <Fragment key={number}>
                {index > 0 && '\n'}
                <Line
                  id={mark?.id}
                  data-line={number}
                  className={`code-line ${inside ? 'code-region' : ''}`}
                  dangerouslySetInnerHTML={{ __html: html }}
                />
              </Fragment>
            )
          })}
        </code>
      </pre>
    </div>
  )
}
