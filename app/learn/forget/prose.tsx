import type { Prose } from '../chapter-page.tsx'
import { Mutant } from '../mutant.tsx'
import { Riddle } from '../riddle.tsx'
import { WhatIf } from './what-if.tsx'

export const prose: Prose = {
  claim: (
    <>
      <p>
        A JWT carries its own proof: a signature, and the time at which it ends. Whoever checks it needs a key and a
        clock, and no database. So the shortest way to log out is to throw your copy away.
      </p>
      <p>Your browser has no token any more. Nothing else has changed anywhere.</p>
    </>
  ),
  explain: {
    title: 'Your screen says logged out. The server never heard.',
    body: (
      <>
        <p>
          The answer to your logout told the browser to drop its cookie. Your next request came without a token and was
          refused. For you, it is over.
        </p>
        <p>
          The copy was never in your browser, so nothing could drop it. Each time it comes in, the server looks at its
          form, its signature, its claims and its expiry. All four are facts about the token itself, and a logout
          changes none of them. So the answer is 200, and 200 again, until the clock reaches <code>exp</code>. The check
          that stopped the attacker is the expiry, and it would have stopped them at that moment without you.
        </p>
        <p>
          Look at what the server remembers: nothing. There is a row for the list of your devices, which says “ended”
          now, but no check reads it. That is why this kind of token is fast, and it is why it cannot be called back.
        </p>
        <h3>Where it was kept decides who can copy it</h3>
        <p>
          Run it again with <code>localStorage</code>, and read the token as a script injected into the page would. An{' '}
          <code>HttpOnly</code> cookie answers with nothing. It cannot be read by a script, but it can still be used by
          one: a request made inside the page takes the cookie along. <code>HttpOnly</code> stops theft by script, not
          use by script, and no cookie flag ends a session.
        </p>
      </>
    ),
  },
  line: {
    title: 'Which line tells the server?',
    body: (
      <>
        <p>Guess before you look. The logout of this strategy is in the same function as all the others.</p>
        <Riddle question="Show the line that tells the server">
          <p>
            <strong>There is none.</strong> The check has nothing to ask, so there is nothing that a logout could write.
            What decides about the copy is this line, and it decides by the clock.
          </p>
          <Mutant chapter="forget" />
        </Riddle>
      </>
    ),
  },
  cost: {
    title: 'Nothing for the server, the rest of its life for you',
    body: (
      <>
        <p>
          No lookup, no row, nothing to fail: with every store down, this check still answers. Everything is paid by the
          owner of the token, in time. Without renewal nobody accepts being logged out every minute, so tokens that are
          used this way live long.
        </p>
        <WhatIf />
        <p>
          Deleting your own copy is still right, and every way of logging out in these chapters does it first. It
          protects you from the next person at this keyboard. It does nothing about anybody else.
        </p>
      </>
    ),
  },
  next: {
    title: 'So the server has to remember something',
    body: (
      <p>
        Nobody can un-sign a token. But the server could refuse a token that is still valid, if it knew which. How
        little does it have to remember, and for how long?
      </p>
    ),
  },
}
