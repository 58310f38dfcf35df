import type { OperationId } from '../http/contract.ts'
import type { Play, Presenter } from '../lab/index.ts'
import type { Context, Reply } from './handle.ts'

type LabOperation = Extract<OperationId, `lab${string}`>
export type LabContext<Id extends LabOperation> = Context<Id> & { lab: NonNullable<Context<Id>['lab']> }
type OfRun<Id extends LabOperation> = LabContext<Id> & { play: Play }

/** For what only the guest whose run it is may see or do. */
export function ofOwnRun<Id extends LabOperation>(run: (context: OfRun<Id>) => Promise<Reply | Response>) {
  return async (context: Context<Id>): Promise<Reply | Response> => {
    const { lab } = context as LabContext<Id>
    const play = await lab.findOwn(context.params.id ?? '', context.guest)
    return play ? run({ ...(context as LabContext<Id>), play }) : { problem: 'run_not_found' }
  }
}

/** For presenting a credential: whoever has one may, as a thief would. */
export function ofAnyRun<Id extends LabOperation>(
  run: (context: OfRun<Id> & { presenter: Presenter }) => Promise<Reply | Response>,
) {
  return async (context: Context<Id>): Promise<Reply | Response> => {
    const { lab, request, params } = context as LabContext<Id>
    const play = await lab.find(params.id ?? '')
    if (!play) return { problem: 'run_not_found' }
    if (await lab.isTooFast(play, request.headers)) return { problem: 'too_many_requests' }
    return run({ ...(context as LabContext<Id>), play, presenter: lab.presenterOf(request.headers) })
  }
}

/** Remembers what the reader's own browser is sent, for the inspector; hands the lines back. */
export function sendToBrowser(play: Play, { actor }: Pick<Presenter, 'actor'>, lines: string[]): string[] {
  if (actor === 'you' && lines.length > 0) play.sentCookies = lines
  return lines
}
