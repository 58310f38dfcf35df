import type { Prose } from '../chapter-page.tsx'
import { Mutant } from '../mutant.tsx'
import { Riddle } from '../riddle.tsx'
import { Traffic } from './traffic.tsx'

export const prose: Prose = {
  claim: (
    <>
      <p>
        Give out two tokens. The access token opens doors and lives for a short time. The refresh token does one thing:
        it is exchanged, once, for the next pair. That exchange is a row in the database, so it can be refused.
      </p>
      <p>Logging out ends the row. Nobody takes the access token away; it starves.</p>
    </>
  ),
  explain: {
    title: 'The access token dies by itself. Logging out kills its renewal.',
    body: (
      <>
        <p>
          While you were logged in, this page renewed your pair before it ran out: <code>A1</code> and <code>R1</code>{' '}
          became <code>A2</code> and <code>R2</code>, and you noticed nothing. <code>R1</code> was spent by that; it is
          marked rotated.
        </p>
        <p>
          Then you logged out, and the server wrote one thing: this session has ended. The attacker’s access token does
          not know, and no check of it asks the session. It worked on until its <code>exp</code>. That is the same leak
          as in the first chapter, only it lasts seconds instead of the best part of an hour.
        </p>
        <p>
          Then the attacker did what you would have done, and tried to renew. The exchange reads the row, finds it
          ended, and says <code>session_revoked</code>. There is no next access token. The bearer of the copy is out,
          for good.
        </p>
        <h3>And with the denylist</h3>
        <p>
          Switch on “+ denylist” and run it again. The logout now also writes the session on the list, and the seconds
          become zero. The entry is tiny and short-lived, because the token is. This is what this site does for your own
          login, and the fourth row of the answer on the first page.
        </p>
      </>
    ),
  },
  line: {
    title: 'Where does the renewal learn about the logout?',
    body: (
      <>
        <p>
          The rule of rotation is one pure function: a row and a presented token go in, a decision comes out. One line
          of it is the logout.
        </p>
        <Riddle question="Show the line that refuses the renewal">
          <Mutant chapter="rotate" />
        </Riddle>
      </>
    ),
  },
  cost: {
    title: 'One write per renewal, for everybody, all day',
    body: (
      <>
        <p>
          A request costs nothing extra. A renewal costs one transaction, and the shorter the access token lives, the
          more of them there are. “Just make it short” has a price:
        </p>
        <Traffic />
        <p>
          It also costs care in the browser. Ten tabs must not renew ten times, and a lost answer must not look like a
          theft. How that is told apart is the matter of chapter 5.
        </p>
      </>
    ),
  },
  next: {
    title: 'One device is rarely the whole story',
    body: (
      <p>
        You have a phone, a laptop and an old tablet in a drawer. You have lost one of them, or you no longer know which
        is which. Ending one session is not enough.
      </p>
    ),
  },
}
