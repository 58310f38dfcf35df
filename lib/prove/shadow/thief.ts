import type { Auth, IssuedTokens } from '../../auth/index.ts'
import { claimsOf, LEEWAY, LIFETIMES, openBrowser } from '../../auth/testing.ts'
import { type Agenda, ignoreRefusal, MARGIN, type Notice } from './scene.ts'

/** How a thief passes through one generation. */
interface Plan {
  /** Rotates before the victim does, or replays the parent, when the child is still unused or when it is in use. */
  when: 'first' | Notice
  /** Presents the holder that came with the tokens, none, or one that nobody was given. */
  holder: 'kept' | 'hidden' | 'made up'
  /** Makes requests with the access token, or keeps it unseen. */
  uses: boolean
  /** Lets the victim go one generation ahead. */
  skips: boolean
}

/** A thief of one mind never changes the plan; the others think of a new one in every generation. */
function createStrategy(random: () => number): () => Plan {
  const pick = <Of>(...all: Of[]) => all[Math.floor(random() * all.length)]!
  const draw = (): Plan => ({
    when: pick('first', 'rotated', 'used'),
    holder: pick('kept', 'hidden', 'made up'),
    uses: pick(true, false),
    skips: random() < 0.1,
  })
  const always = { ...draw(), skips: false }
  return pick(true, false) ? () => always : draw
}

interface World {
  auth: Auth
  agenda: Agenda
  clock: () => number
  random: () => number
}

/** Somebody with a copy of every cookie, from now on. What a presentation is refused with is thrown. */
export function startThief({ auth, agenda, clock, random }: World, copied: Omit<IssuedTokens, 'session'>) {
  const { jar, receive, use } = openBrowser(auth, copied)
  const nextPlan = createStrategy(random)
  let plan = nextPlan()
  let waitsFor: Notice | null = null
  let since = plan.uses ? clock() : Number.POSITIVE_INFINITY

  const endOfAccess = (): number => claimsOf(jar.accessToken).exp

  function carryOut(): void {
    const untilVictimRenews = endOfAccess() - MARGIN - clock()
    waitsFor = plan.when === 'first' ? null : plan.when
    if (plan.skips) waitsFor ??= 'rotated'
    // Not so soon that the pair is fresh.
    else if (waitsFor === null) agenda.in(LEEWAY + random() * Math.max(0, untilVictimRenews - LEEWAY), present)
    if (plan.uses) agenda.in(random() * LIFETIMES.access, async () => void (await use().catch(ignoreRefusal)))
  }
  async function present(): Promise<void> {
    since = Math.min(since, clock())
    const holders = { kept: jar.holder, hidden: null, 'made up': `made up ${random()}` }
    const { tokens } = await auth.refresh({ ...jar, holder: holders[plan.holder] })
    receive(tokens)
    plan = nextPlan()
    carryOut()
  }
  carryOut()
  return {
    notice(what: Notice): void {
      if (what !== waitsFor) return
      if (plan.skips) {
        plan = { ...plan, skips: false }
        return
      }
      waitsFor = null
      agenda.in(random() * LEEWAY, present)
    },
    /** Seconds in which a copied token was good for anything: the session has ended now, or its access token before that. */
    exposure: () => Math.max(0, Math.min(clock(), endOfAccess()) - since),
  }
}
