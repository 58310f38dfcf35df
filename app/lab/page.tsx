import type { Metadata } from 'next'
import { readLink } from '@/lib/lab/run/link.ts'
import type { Region } from '@/lib/lab/run/regions.ts'
import { getServer } from '@/lib/server/server.ts'
import { SourceData } from '../_lab/source/source-data.tsx'
import { Notice } from '../_ui/notice.tsx'
import { PageHead } from '../_ui/page-head.tsx'
import { FreePlay } from './free-play.tsx'
import { SideBySide } from './side-by-side.tsx'

export const metadata: Metadata = {
  title: 'Lab',
  description:
    'Every control of the labs in one place: choose how to log out, how long tokens live, and watch what a copy gets.',
}

/** What any of the strategies may be decided by. */
const regions: Region[] = [
  'issue',
  'authenticate',
  'verify',
  'denylist-check',
  'denied-token',
  'logout',
  'deny-session',
  'decide-rotation',
  'rotate',
  'replay',
  'reuse',
  'sweep',
]

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function LabPage({ searchParams }: Props) {
  const { settings, ignored } = readLink(await searchParams)
  const { labs } = getServer().env
  return (
    <>
      <PageHead title="Free play">
        <p>
          Every control in one place. You log in, somebody copies your token, you log out, and the server says what the
          copy still gets. The address of this page carries the settings: send it to somebody.
        </p>
      </PageHead>
      {ignored.length > 0 && (
        <Notice className="mb-6" data-testid="ignored" title="Not everything in the address could be used.">
          <p>
            Left at the default: <code>{ignored.join(', ')}</code>
          </p>
        </Notice>
      )}
      {labs ? (
        <>
          <div className="no-js max-w-prose">
            <Notice title="The lab needs JavaScript.">
              <p>
                Your browser is one of the parties. What the four strategies cost can be read without it:{' '}
                <a href="/compare">compare them</a>.
              </p>
            </Notice>
          </div>
          <div className="js-only">
            <SourceData regions={regions}>
              <FreePlay initial={settings} />
            </SourceData>
            <SideBySide />
          </div>
        </>
      ) : (
        <Notice title="The labs are off on this server.">
          <p>
            A lab issues tokens and attacks them, so whoever runs this server decides about it (<code>LABS=on</code>).{' '}
            <a href="/compare">Recorded results</a> can be read without it.
          </p>
        </Notice>
      )}
    </>
  )
}
