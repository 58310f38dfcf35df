import { headers } from 'next/headers'
import { decodeToken, type Member } from '@/lib/client/lab/inspect.ts'
import { readTokens } from '@/lib/http/tokens.ts'
import { getServer } from '@/lib/server/server.ts'
import { whoIsHere } from '../_ui/who.ts'
import { LoginClaims } from './login-claims.tsx'

/** The claims of the reader's own access token. Decoded here, on the server: of its text nothing is sent. */
export async function YourLogin() {
  const who = await whoIsHere()
  return (
    <div className="grid gap-6">
      <div className="grid max-w-prose gap-2">
        <h2 className="text-xl">Your login</h2>
        {who.status === 'guest' && (
          <>
            <p>You are not logged in.</p>
            <p className="text-muted">
              <a href="/login?next=/inspect%23login">Log in</a> to see what this site’s own token says about you.
            </p>
          </>
        )}
        {who.status === 'unknown' && <p>Who you are cannot be checked right now.</p>}
        {who.status === 'here' && (
          <p className="text-muted">
            Your real access token is in the cookie <code>__Host-access</code>, which no script can read. So that it
            stays so, this page does not show it: the server decoded it and sent its claims alone.
          </p>
        )}
      </div>
      {who.status === 'here' && <Claims />}
    </div>
  )
}

async function Claims() {
  // `whoIsHere` has verified it.
  const token = decodeToken(readTokens(await headers()).accessToken ?? '')
  if (!token.ok) return null
  return <LoginClaims header={token.header.map(said)} payload={token.payload.map(said)} now={getServer().now()} />
}

const said = ({ name, value }: Member) => ({ name, value })
