// `npm run cluster -- 4`: that many production servers on one Postgres and one Redis behind nginx, all of them temporary.
import { startInstances } from './support/cluster.ts'

const count = Number(process.argv[2] ?? 3)
if (!Number.isInteger(count) || count < 1 || count > 16) {
  console.error('How many? A whole number from 1 to 16.')
  process.exit(1)
}
console.log(`Starting Postgres, Redis, ${count} instances and nginx …`)
const instances = await startInstances(count, { balanced: true, env: { LABS: 'on' } })
await instances.untilLeased()
console.log(
  `Logged out? is at ${instances.balancer!.origin}, each request at another of ${instances.origins.join(', ')}`,
)
console.log('Ctrl+C stops everything and removes its data.')
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    void instances.stop().then(() => process.exit(0))
  })
