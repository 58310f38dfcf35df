export function Expire() {
  return (
    <section aria-labelledby="expire" className="max-w-prose">
      <h2 id="expire" className="text-xl">
        Can you expire a JWT?
      </h2>
      <div className="mt-3 grid gap-3">
        <p>
          <strong>No, not after it was issued.</strong> The time at which it expires, <code>exp</code>, is one of its
          claims, and the signature covers it. Change a digit and the signature no longer fits. Nobody can call back the
          copies that are out there.
        </p>
        <p>
          What you can do is decide beforehand that it lives briefly (<code>exp</code> soon, renewed by a refresh token
          that you <em>can</em> take back), or have the server look at something besides the token: a list of what it no
          longer accepts. Both move the decision from the token to the server, and both cost what the token was meant to
          save.
        </p>
      </div>
    </section>
  )
}
