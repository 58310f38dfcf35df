import type { LabTokens } from '../../http/lab-cookies.ts'
import type { LabEvent } from '../../http/lab-schemas.ts'
import type { Actor } from '../actor.ts'
import type { Play } from '../play.ts'
import type { Thief } from '../thief.ts'
import type { Presenter } from '../verbs.ts'

/** What a scenario can do. Nothing here knows a secret of the server: actors and thieves send real requests. */
export interface Stage {
  play: Play
  /** The pair that was issued to session `n` first, or to whoever renewed it last. */
  pairOf(n: number): LabTokens
  actor(presenter: Presenter, tokens: LabTokens): Actor
  /** Copies what session `n` holds now, or `tokens`, and begins to present it. */
  steal(n: number, options?: { tokens?: LabTokens; withRefresh?: boolean }): Promise<Thief>
  /** Resolves at `seconds` after the run began; at once when it has been stopped. */
  until(seconds: number): Promise<void>
  wait(seconds: number): Promise<void>
  note(event: Pick<LabEvent, 'actor' | 'kind' | 'session' | 'token'> & { by?: string | null }): Promise<void>
  isStopped(): boolean
}

/** Plays to its end; the run settles when every thief has given up too. */
export type Script = (stage: Stage) => Promise<void>
