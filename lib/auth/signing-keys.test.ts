import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { createAuth, type Ed25519Jwk, importSigningKeys } from './index.ts'
import { claimsOf, codeOf, credentials, openTestAuth } from './testing.ts'

const newSecret = () => Uint8Array.from(randomBytes(32))
const newPair = () => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as unknown as Ed25519Jwk

describe('tokens signed with a private key', () => {
  const pair = newPair()
  const newer = newPair()
  const secret = newSecret()

  test('whoever has the published keys verifies an access token, and nobody else needs to be asked', async () => {
    const { auth, deps } = await openTestAuth({ keys: await importSigningKeys([pair]) })
    const { accessToken } = await auth.register(credentials())
    await auth.authenticate(accessToken)
    const { payload } = await jwtVerify(accessToken, createLocalJWKSet({ keys: [...deps.keys.published] }), {
      algorithms: ['EdDSA'],
      issuer: deps.issuer,
      audience: deps.audience,
      typ: 'at+jwt',
      currentDate: new Date(deps.now() * 1000),
    })
    expect(payload.sub).toBe(claimsOf(accessToken).sub)
  })

  test('KY-05: what is published is public halves alone, one for each pair, none for a secret', async () => {
    const { published } = await importSigningKeys([newer, secret, pair])
    expect(published.map((jwk) => Object.keys(jwk).sort())).toEqual(
      Array.from({ length: 2 }, () => ['alg', 'crv', 'kid', 'kty', 'use', 'x']),
    )
    expect(new Set(published.map(({ kid }) => kid)).size).toBe(2)
    expect(JSON.stringify(published)).not.toContain(pair.d)
    expect((await importSigningKeys([secret])).published).toEqual([])
  })

  test('KY-08: the algorithm is written EdDSA; the same signature under the name Ed25519 is refused', async () => {
    const { auth, deps } = await openTestAuth({ keys: await importSigningKeys([pair]) })
    const { accessToken } = await auth.register(credentials())
    const { kid } = deps.keys.current
    expect(decodeProtectedHeader(accessToken)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid })
    const renamed = (alg: string) =>
      new SignJWT(claimsOf(accessToken)).setProtectedHeader({ alg, typ: 'at+jwt', kid }).sign(deps.keys.current.key)
    await auth.authenticate(await renamed('EdDSA'))
    expect(await codeOf(auth.authenticate(await renamed('Ed25519')))).toBe('bad_signature')
  })

  test('KY-03: from a secret to a pair and back nobody is logged out: both verify, the first signs', async () => {
    const { auth, deps } = await openTestAuth({ keys: await importSigningKeys([secret]) })
    const before = await auth.register(credentials())
    const moved = createAuth({ ...deps, keys: await importSigningKeys([pair, secret]) })
    await moved.authenticate(before.accessToken)
    const after = await moved.login(credentials())
    expect(decodeProtectedHeader(after.accessToken).alg).toBe('EdDSA')
    const back = createAuth({ ...deps, keys: await importSigningKeys([secret, pair]) })
    await back.authenticate(after.accessToken)
    const retired = createAuth({ ...deps, keys: await importSigningKeys([pair]) })
    expect(await codeOf(retired.authenticate(before.accessToken))).toBe('bad_signature')
  })

  test('KY-03: a pair for verifying alone is known and published before anything is signed with it', async () => {
    const announced = { ...newer, key_ops: ['verify'] }
    const keys = await importSigningKeys([announced, pair])
    expect(keys.published).toHaveLength(2)
    expect(keys.current.kid).toBe((await importSigningKeys([pair])).current.kid)
    const { auth, deps } = await openTestAuth({ keys })
    const ahead = createAuth({ ...deps, keys: await importSigningKeys([newer, pair]) })
    await auth.authenticate((await ahead.register(credentials())).accessToken)
    await expect(importSigningKeys([announced])).rejects.toThrow('At least one')
  })
})

describe('KY-04: one key, one algorithm', () => {
  const pair = newPair()
  const secret = newSecret()

  test('a token may not choose what a key is for: neither HMAC with a pair’s id, nor EdDSA with a secret’s', async () => {
    const { auth, deps } = await openTestAuth({ keys: await importSigningKeys([pair, secret]) })
    const { accessToken } = await auth.register(credentials())
    const [ofPair, ofSecret] = [...deps.keys.byId.keys()] as [string, string]
    const say = (alg: string, kid: string, key: Parameters<SignJWT['sign']>[0]) =>
      new SignJWT(claimsOf(accessToken)).setProtectedHeader({ alg, typ: 'at+jwt', kid }).sign(key)
    const { key } = deps.keys.current
    await auth.authenticate(await say('EdDSA', ofPair, key))
    await auth.authenticate(await say('HS256', ofSecret, secret))
    // The classic one: what everybody can read from /.well-known/jwks.json, taken for the secret.
    const publicBytes = Buffer.from(pair.x, 'base64url')
    for (const forged of [
      await say('HS256', ofPair, publicBytes),
      await say('HS256', ofPair, secret),
      await say('EdDSA', ofSecret, key),
      await say('HS256', ofSecret, publicBytes),
    ])
      expect(await codeOf(auth.authenticate(forged))).toBe('bad_signature')
  })

  test('a key given twice, and halves of two pairs, are refused before anything is signed', async () => {
    await expect(importSigningKeys([secret, secret])).rejects.toThrow('twice')
    await expect(importSigningKeys([pair, { ...pair, key_ops: ['verify'] }])).rejects.toThrow('twice')
    await expect(importSigningKeys([{ ...pair, x: newPair().x }])).rejects.toThrow()
  })
})
