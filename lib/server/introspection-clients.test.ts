import { expect, test } from 'vitest'
import { type EnvError, readEnv } from './env.ts'
import { newSecret } from './testing.ts'

const good = () => ({ AUTH_SECRETS: newSecret(), REFRESH_PEPPERS: newSecret() })
function problemsOf(variables: Record<string, string>): string {
  try {
    readEnv({ ...good(), ...variables })
    return ''
  } catch (error) {
    return (error as EnvError).problems.join()
  }
}

test('a program that may introspect has a strong secret of its own, which is kept as a hash alone', () => {
  const [one, other] = [newSecret(), newSecret()]
  const env = readEnv({ ...good(), INTROSPECTION_CLIENTS: `orders:${one}, orders:${other},stock-2:${newSecret()}` })
  expect(env.introspectionClients.map(({ length }) => length)).toEqual([32, 32, 32])
  expect(JSON.stringify(env)).not.toContain(one)
})

test('anything else stops the start, without its value', () => {
  const one = newSecret()
  const placeholder = Buffer.from('a'.repeat(64)).toString('base64url')
  const wrong = [
    ...['orders', 'orders:', `:${one}`, `or ders:${one}`, `or:ders:${one}`, 'orders:changeme', `orders:${one}=`],
    ...[`orders:${one},`, `orders:${placeholder}`, one, `${'x'.repeat(65)}:${one}`, `orders ${one}`],
  ]
  for (const [index, clients] of wrong.entries()) {
    const problems = problemsOf({ INTROSPECTION_CLIENTS: clients })
    expect(problems, String(index)).toContain('NAME:SECRET')
    expect(problems).not.toContain(one)
  }
  expect(problemsOf({ INTROSPECTION_CLIENTS: `orders:${one},stock:${one}` })).toContain('the same secret')
  for (const name of ['AUTH_SECRETS', 'REFRESH_PEPPERS'])
    expect(problemsOf({ [name]: `${newSecret()},${one}`, INTROSPECTION_CLIENTS: `orders:${one}` })).toContain(
      'must not share',
    )
})
