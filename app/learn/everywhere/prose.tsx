import { Asvs } from '../asvs.tsx'
import type { Prose } from '../chapter-page.tsx'
import { Mutant } from '../mutant.tsx'
import { Riddle } from '../riddle.tsx'

export const prose: Prose = {
  claim: (
    <>
      <p>
        Three devices are logged in as the same user, and somebody holds a copy of the tokens of each. One click has to
        end all six, and also every login that nobody remembers.
      </p>
      <p>The account has a version. Every token carries the version it was issued under.</p>
    </>
  ),
  explain: {
    title: 'It takes one number',
    body: (
      <>
        <p>
          “Everywhere” is one transaction. It raises <code>account.version</code> by one, ends every open session of the
          account, and denies one key: <code>ver:</code>, the account and the old version. A renewal compares versions
          and refuses. An access token is checked against the list, and its version is on it. It does not matter how
          many devices there were, or whether anybody had a list of them.
        </p>
        <p>
          “The others” cannot do that, because your own token carries the same version. So it ends the other rows one by
          one, and denies each session by its <code>sid</code>. Both are exact. Only one of them also covers what has
          been forgotten.
        </p>
        <h3>A new password does the same</h3>
        <p>
          Whoever changes a password because somebody knows the old one must not have to think of a second button. So a
          new password always retires the version, ends all sessions, and opens one new session for the browser where it
          was changed.
        </p>
        <h3>Two other mechanisms</h3>
        <ul>
          <li>
            <strong>Revoke the rows, and only the rows.</strong> Delete or end each session of the user. Renewals stop
            at once; access tokens work on until their own end, as in chapter 3.
          </li>
          <li>
            <strong>A key for each user.</strong> Sign the tokens of each user with a key of their own, and throw the
            key away. Every signature of the past stops verifying. It needs a key lookup per request, which is the
            lookup of chapter 2 in other clothes, and every service that verifies must learn the new key.
          </li>
        </ul>
        <p>
          A date per user, “nothing issued before”, is the version of this chapter written as a time. A counter is
          exact; a <code>iat</code> in whole seconds cannot tell a token issued just before the click from one issued
          just after.
        </p>
      </>
    ),
  },
  line: {
    title: 'Which line ends what nobody listed?',
    body: (
      <>
        <p>Everything else on this page follows from one addition.</p>
        <Riddle question="Show the line">
          <Mutant chapter="everywhere" />
        </Riddle>
      </>
    ),
  },
  cost: {
    title: 'One key, however many devices',
    body: (
      <>
        <p>
          One row of the account, one row per open session, one key on the denylist that lives as long as the youngest
          access token and a minute. A check asks for its session and its version in one round trip, so the version
          costs no second lookup.
        </p>
        <p>
          What it really costs is the user’s patience: they have to log in again, on every device they own. So the
          button says so. “Log out” means this device, and “everywhere” is never the default.
        </p>
      </>
    ),
  },
  next: {
    title: 'What if the thief comes first?',
    body: (
      <p>
        So far you logged out, and the copy lost. But nobody logs out because of a theft that they have not noticed. The
        last chapter lets the thief give themselves away.
      </p>
    ),
  },
  footer: (
    <Asvs>
      The chapter runs the second of the three, with a counter for the date. The first is chapter 2; the third is
      described above.
    </Asvs>
  ),
}
