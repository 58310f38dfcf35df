'use client'

import { inputClass } from '@/app/_ui/field.tsx'
import { Notice } from '@/app/_ui/notice.tsx'
import { dateOf, decodeToken } from '@/lib/client/lab/inspect.ts'
import { useNow } from '@/lib/client/use-now.ts'
import { Badge, conditionByDates } from './badge.tsx'
import { TokenView } from './token-view.tsx'

interface Props {
  text: string
  onText: (text: string) => void
  now: number
}

/** Any JWT, decoded by this tab. Makes no request, and the text is kept nowhere. */
export function PastePanel({ text, onText, now: rendered }: Props) {
  const now = useNow(rendered)
  const token = text.trim() === '' ? null : decodeToken(text)
  return (
    <div className="grid gap-6">
      <div className="grid max-w-prose gap-2">
        <h2 className="text-xl">Paste one</h2>
        <p id="paste-hint" className="text-muted">
          It is decoded in this tab and sent nowhere: your browser’s network tools will show no request. A token that
          still works is a key all the same, so paste it only where you trust the page.
        </p>
      </div>
      <div className="js-only grid gap-6">
        <label className="grid gap-1.5 font-semibold">
          Token
          <textarea
            data-testid="paste"
            value={text}
            onChange={(event) => onText(event.target.value)}
            rows={5}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="none"
            aria-describedby="paste-hint paste-result"
            aria-invalid={token?.ok === false || undefined}
            className={`${inputClass} font-mono text-sm font-normal break-all`}
          />
        </label>
        <div id="paste-result" role="status">
          {token?.ok === false && (
            <Notice tone="error" title={token.title} data-testid="paste-error">
              <p>{token.detail}</p>
            </Notice>
          )}
          {token?.ok && (
            <p className="max-w-prose">
              Decoded. <strong>Nobody has checked the signature</strong>: that takes the issuer’s key, so each of these
              claims may be made up.
            </p>
          )}
        </div>
        {token?.ok && (
          <TokenView token={token} now={now}>
            <Badge
              state={conditionByDates(dateOf(token, 'iat'), dateOf(token, 'exp'), now)}
              expiresAt={dateOf(token, 'exp')}
              now={now}
            />
          </TokenView>
        )}
      </div>
      <p className="no-js">Decoding here needs JavaScript.</p>
    </div>
  )
}
