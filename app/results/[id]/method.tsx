/** How the numbers came about, short enough for a sheet of paper. */
export function Method() {
  return (
    <section aria-labelledby="method" className="max-w-prose text-sm text-muted print:max-w-none">
      <h2 id="method" className="mb-2 text-xl text-text">
        How it was measured
      </h2>
      <p>
        The attacker is a program on the same server that had a copy of every token and kept sending real requests.
        Exposure is the time from the commit of the logout to the last request of the attacker that was received after
        it and let in. The truth lies between that and the first refusal, one try later. All times are by the server’s
        clock. Lives are whole seconds in a token, so they differ by up to one. The network is loopback: nothing was far
        away.
      </p>
    </section>
  )
}
