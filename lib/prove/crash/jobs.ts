import { createAuth, type Receipt } from '../../auth/index.ts'
import { judgePrune } from './judge-others.ts'
import { AGAIN, ending, type Operation, operation, who } from './operation.ts'
import { sit } from './scene.ts'

export const pruning: Operation = operation('pruning', {
  strategies: ['combined'],
  async prepare(engine, clock, scene) {
    await engine.auth.logout(scene.other.jar)
    // A day more than an ended session stays in its owner's list.
    clock.advance(8 * 86_400)
    for (const seat of [scene.own, scene.stranger]) {
      const { tokens } = await engine.auth.refresh(seat.jar)
      Object.assign(seat, await sit(engine, tokens!))
    }
    scene.other = await sit(engine, await engine.auth.login(who(scene)))
    scene.sessions += 1
    await engine.auth.logout(scene.other.jar)
  },
  calls: () => [['prune', 500]],
  judge: judgePrune,
})

/** Only where the denylist is beside the database. */
export const draining: Operation = operation('draining the outbox', {
  strategies: ['combined'],
  async prepare({ deps, denylist }, _clock, scene) {
    const deny = async () => {
      throw new Error('The denylist was away when they logged out')
    }
    const auth = createAuth({
      ...deps,
      denylist: { driver: denylist.driver, find: (keys) => denylist.find(keys), deny },
    })
    for (const seat of [scene.own, scene.other]) await auth.logout(seat.jar)
  },
  calls: () => [['drainOutbox']],
  judge: ending({
    endsAt: null,
    ends: ['own', 'other'],
    answers: AGAIN,
    async repeat({ engine, check }): Promise<Receipt | null> {
      check(await engine.auth.drainOutbox(), 'the outbox is not emptied')
      return null
    },
  }),
})
