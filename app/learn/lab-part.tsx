import type { ReactNode } from 'react'
import type { Region } from '@/lib/lab/run/regions.ts'
import { getServer } from '@/lib/server/server.ts'
import { SourceData } from '../_lab/source/source-data.tsx'
import { Notice } from '../_ui/notice.tsx'
import { ChapterLab } from './chapter-lab.tsx'

interface Props {
  /** The code that decides in this chapter. */
  regions: readonly Region[]
  /** What the run would ask, for whoever cannot run it. */
  question: string
  children: ReactNode
}

/** Predict and Run; or why they are not here. The rest of the chapter needs neither a script nor the labs. */
export function LabPart({ regions, question, children }: Props) {
  if (!getServer().env.labs)
    return (
      <div className="mx-auto mt-12 max-w-prose">
        <Notice title="The labs are off on this server.">
          <p>
            A lab issues tokens and attacks them, so whoever runs this server decides about it (<code>LABS=on</code>).
            Everything else on this page holds without it.
          </p>
        </Notice>
      </div>
    )
  return (
    <>
      <div className="no-js mx-auto mt-12 max-w-prose">
        <Notice title="Running it needs JavaScript.">
          <p>
            {question} With JavaScript you would guess, run it for real, and see for how many seconds. The answer is
            explained below.
          </p>
        </Notice>
      </div>
      <div className="js-only">
        <SourceData regions={regions}>{children}</SourceData>
      </div>
    </>
  )
}

type ChapterProps = Parameters<typeof ChapterLab>[0] & Pick<Props, 'regions'>

/** The same, with the figure that four of the chapters share. */
export function ChapterPart({ regions, ...lab }: ChapterProps) {
  return (
    <LabPart regions={regions} question={lab.question.text}>
      <ChapterLab {...lab} />
    </LabPart>
  )
}
