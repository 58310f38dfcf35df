import type { Metadata } from 'next'
import { getServer } from '@/lib/server/server.ts'
import { Benchmarks } from '../_lab/compare/benchmarks.tsx'
import { Comparison } from '../_lab/compare/comparison.tsx'
import { Facts } from '../_lab/compare/facts.tsx'
import { Method, WhichOne } from '../_lab/compare/prose.tsx'
import { recordedComparison } from '../_lab/compare/recorded.ts'
import { ScaleForm } from '../_lab/compare/scale-form.tsx'
import { PageHead } from '../_ui/page-head.tsx'
import { Stamp } from '../_ui/stamp.tsx'

export const metadata: Metadata = {
  title: 'Compare',
  description: 'Four ways to log out with a JWT: how long a stolen copy works, what each request costs, what is kept.',
}

export default function ComparePage() {
  const { labs } = getServer().env
  return (
    <>
      <PageHead title="What does each way to log out cost?">
        <p>
          Three prices: the seconds in which a stolen copy still gets in, the time that every request pays, and what the
          server has to remember.
        </p>
      </PageHead>
      <div className="grid gap-14">
        <div className="grid gap-6">
          <Comparison recorded={recordedComparison()} labs={labs} />
          {labs ? (
            <p className="no-js">Enable JavaScript to run it yourself.</p>
          ) : (
            <p>
              The labs are off on this server, so it cannot be run here (<code>LABS=on</code>).
            </p>
          )}
          <Method />
        </div>
        <Facts />
        <Benchmarks />
        <section aria-labelledby="scale" className="@container">
          <h2 id="scale" className="text-xl">
            At your scale <Stamp kind="calculated" />
          </h2>
          <ScaleForm />
        </section>
        <WhichOne />
      </div>
    </>
  )
}
