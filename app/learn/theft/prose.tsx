import type { Prose } from '../chapter-page.tsx'
import { Riddle } from '../riddle.tsx'
import { Source } from '../source.tsx'

export const prose: Prose = {
  claim: (
    <>
      <p>
        A refresh token works once: showing it gets the next one. So when one is shown a second time, two parties have
        it. The server cannot tell which of them is you. It ends the login for both.
      </p>
      <p>
        The hard part is not the alarm. It is to ring it for every thief, and never for a train tunnel or a second tab.
      </p>
    </>
  ),
  explain: {
    title: 'Whoever comes second proves that there are two copies.',
    body: (
      <>
        <p>
          When you renewed, <code>R1</code> became <code>R2</code>. Both have the same ancestor, the login, and together
          they are a family. The server keeps one row for all of it: which generation is the newest, and whether that
          one has been used.
        </p>
        <p>Then somebody shows a token that is not the newest. Four cases, and only one is a theft:</p>
        <ul>
          <li>
            <strong>Its child was never used.</strong> Then its owner may never have received the child. They get the
            identical child again, in a second or the next morning. A lost answer logs nobody out, whatever the leeway.
          </li>
          <li>
            <strong>Its child was first used a moment ago.</strong> A second tab that had already sent its request. For
            the leeway, counted from that first use, it gets the identical child too.
          </li>
          <li>
            <strong>Anything else of ours.</strong> Reuse. The family is revoked in the same transaction, and that is
            committed although the request is refused. Both parties learn why: <code>refresh_reused</code>.
          </li>
          <li>
            <strong>Not one of ours.</strong> A made-up token ends nobody’s login. It is refused before the database is
            asked.
          </li>
        </ul>
        <h3>The thief who stays in your shadow</h3>
        <p>
          A patient thief shows each token right after you and always gets the same child: nothing looks reused. So each
          answer carries a second value, the holder, new every time. Your tabs share it, because they share a cookie
          jar; a thief drifts away from it after one renewal. If, in two generations running, somebody came for a child
          who is not the one who made it, two browsers are living on one login, and it ends. In the run above that is
          the third renewal at the latest.
        </p>
        <h3>What it does not do</h3>
        <p>
          Revoking the family ends every renewal. It does not recall an access token that is already out, and the run
          shows for how many seconds that one still works. With “+ denylist” it is zero. And while you are away, a thief
          who renews alone is not noticed until you come back or the login reaches its last day: nobody has shown
          anything twice.
        </p>
      </>
    ),
  },
  line: {
    title: 'Where does the server decide that it is a theft?',
    body: (
      <>
        <p>
          In one pure function, which is given the row, the token and the holder. Before you look: what must the window
          of a retry be measured from, so that a laptop that was closed during a renewal can go on the next morning?
        </p>
        <Riddle question="Show the answer">
          <p>
            From the first use of the child. Measured from the rotation, the lost answer plus a night would be called a
            theft.
          </p>
          <Source region="decide-rotation" />
        </Riddle>
        <Riddle question="And the line that catches the shadow">
          <Source region="replay" />
          <p>
            Once is forgiven: a browser that was killed before it wrote its cookies looks the same. Twice running is
            not.
          </p>
        </Riddle>
        <Riddle question="And the line that ends the family">
          <Source region="reuse" />
          <p>
            The row it returns is committed. Throwing inside the transaction instead would undo it, and the thief would
            keep the login: a mistake that many have made.
          </p>
        </Riddle>
      </>
    ),
  },
  cost: {
    title: 'One row, one write per renewal, and some care in the browser',
    body: (
      <>
        <p>
          A family is one row, after ten renewals or ten thousand. Old tokens are not stored anywhere: each proves by a
          tag inside itself that this server made it, so even the oldest can still ring the alarm.
        </p>
        <p>
          The first use of each generation is one more write. And the browser has to behave: one renewal at a time for
          all its tabs (a Web Lock), a retry when an answer is lost, and no cookie thrown away because a renewal was
          refused. This site’s own login does the three.
        </p>
        <p>
          The other cost is yours to explain: now and then an honest person is logged out and told that somebody used
          their token. Say when, say what you did about it, and say what they can do.
        </p>
      </>
    ),
  },
  next: {
    title: 'You have seen all four ways',
    body: (
      <p>
        Now put them side by side: for how long a copy works, what every request pays, and what is kept. Measured here,
        on this server.
      </p>
    ),
  },
}
