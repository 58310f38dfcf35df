import type { Metadata } from 'next'
import { PASSWORD_LENGTH } from '@/lib/auth/index.ts'
import { getServer } from '@/lib/server/server.ts'
import { PageHead } from '../_ui/page-head.tsx'
import { type Query, readRefusal } from '../_ui/refusal.ts'
import { ResetForm } from './reset-form.tsx'

export const metadata: Metadata = { title: 'Set a new password' }

export default async function ResetPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams
  return (
    <div className="mx-auto max-w-[32rem]">
      <PageHead title="Set a new password">
        <p>
          No mail is sent from here. Whoever runs this server makes a one-time code for your account. Using it logs out
          every device; then you <a href="/login">log in</a> with the new password.
        </p>
      </PageHead>
      <ResetForm
        refused={readRefusal(query)}
        now={getServer().now()}
        passwordHint={`${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters of any kind. A few unrelated words do well.`}
      />
    </div>
  )
}
