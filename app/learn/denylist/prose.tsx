import { Asvs } from '../asvs.tsx'
import type { Prose } from '../chapter-page.tsx'
import { Mutant } from '../mutant.tsx'
import { Riddle } from '../riddle.tsx'

export const prose: Prose = {
  claim: (
    <>
      <p>
        The server cannot take a token back, but it can refuse one that is still valid. It only has to know which. So
        logging out writes the session’s id on a list, and every request asks the list.
      </p>
      <p>This is a denylist; older texts call it a blacklist.</p>
    </>
  ),
  explain: {
    title: 'The list cleans itself',
    body: (
      <>
        <p>
          The logout wrote one entry: <code>sid:</code> and the id of your session. The attacker’s next request was the
          same as the one before: right form, right signature, not expired. Then came a question that is not about the
          token itself, and the list had an answer. <code>401</code>, at the first try.
        </p>
        <p>
          The entry does not have to stay. Once the token has expired, the expiry refuses it without help. So the entry
          gets the life that the token had left, <code>accessUntil − now</code>, and 60&#8239;s on top, because two
          servers may disagree about the time by a little. A denylist holds the logouts of one token’s life and a
          minute, never more.
        </p>
        <h3>Try to break it</h3>
        <ul>
          <li>
            <strong>Log out twice.</strong> The second logout finds the same session and writes the same entry. Clicking
            again when the first answer was lost is harmless.
          </li>
          <li>
            <strong>Wait until the key is gone, then let the attacker try again.</strong> Still 401, and the reason is
            now <code>expired</code>. The gate has moved: first the list held, then the clock.
          </li>
          <li>
            <strong>Pull the plug.</strong> Set the denylist’s store to <em>unplugged</em> above and run again: this run
            alone asks a closed port. This engine then asks the database. <em>Fail closed</em> has nobody else to ask
            and answers <code>503</code>, to you as well. <em>Fail open</em> takes silence for “not revoked”, and the
            copy gets in after the logout: every one of its requests counts as a leak. It exists only here, to be seen.
          </li>
        </ul>
        <h3>Why the session’s id, and not the token</h3>
        <p>
          One JWT can be written in more than one way and still verify, so a list of token texts, or of their hashes,
          can be walked around. And a browser that has just renewed its token holds two. The id of the session covers
          all of them.
        </p>
      </>
    ),
  },
  line: {
    title: 'Which check can know that you logged out?',
    body: (
      <>
        <p>
          Form, signature, claims, expiry, denylist. Four of them look at the token. Only one reads something that the
          logout wrote.
        </p>
        <Riddle question="Show the line that refuses">
          <Mutant chapter="denylist" />
        </Riddle>
      </>
    ),
  },
  cost: {
    title: 'Every request pays, also the innocent ones',
    body: (
      <>
        <p>
          The scorecard shows what the lookup took in your run. It is paid by each request of each session, whether or
          not anybody has ever logged out. On this machine the list lies in the same process or next door, which
          flatters it. Over a network, count a round trip.
        </p>
        <p>
          And it is a shared store in the path of every request: the thing that a self-contained token was meant to
          avoid. If one service and one database is all you have, a plain server session does the same with less.
        </p>
      </>
    ),
  },
  next: {
    title: 'Or make the token so short that it hardly matters',
    body: (
      <p>
        A denylist answers at once and asks always. The next way asks nothing per request. It lets the token die young,
        and refuses to give you another.
      </p>
    ),
  },
  footer: <Asvs>This chapter is the first of the three: a list of terminated tokens.</Asvs>,
}
