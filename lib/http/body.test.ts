import { expect, test } from 'vitest'
import { readBody } from './body.ts'
import { requests } from './schemas.ts'

test.each([
  ['application/json', true],
  ['application/json; charset=utf-8', true],
  ['Application/JSON', true],
  [undefined, false],
  ['text/plain', false],
  ['text/plain; a=application/json', false],
  ['application/jsonp', false],
  ['multipart/form-data; boundary=x', false],
])('CS-04: a body of the type %j is read: %j', async (type, isRead) => {
  // Bytes: a text would be given a type of its own.
  const headers: Record<string, string> = type ? { 'content-type': type } : {}
  const request = new Request('https://app.example/', { method: 'POST', body: new TextEncoder().encode('{}'), headers })
  expect(await readBody(request, requests.nothing, { form: false })).toMatchObject(
    isRead ? { ok: true } : { ok: false, code: 'unsupported_media_type' },
  )
})
