import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build, password } from './app.js'

test('health is for everyone', async (t) => {
  const app = await build(t)
  const response = await app.inject({ method: 'GET', url: '/health' })
  assert.equal(response.statusCode, 200)
  assert.deepEqual(response.json(), { status: 'ok' })
})

test('only the password gives a token', async (t) => {
  const app = await build(t)

  const right = await app.inject({ method: 'POST', url: '/session', payload: { password } })
  assert.equal(right.statusCode, 201)
  const wrong = await app.inject({ method: 'POST', url: '/session', payload: { password: 'please' } })
  assert.equal(wrong.statusCode, 401)
  const none = await app.inject({ method: 'POST', url: '/session', payload: {} })
  assert.equal(none.statusCode, 400)
})

test('notes are nobody else\'s business', async (t) => {
  const app = await build(t)

  for (const [method, url] of [['GET', '/notes'], ['POST', '/notes'], ['GET', '/notes/1'], ['PUT', '/notes/1'], ['DELETE', '/notes/1']]) {
    const response = await app.inject({ method, url })
    assert.equal(response.statusCode, 401)
  }
  const forged = await app.inject({ method: 'GET', url: '/notes', headers: { authorization: 'Bearer a.b.c' } })
  assert.equal(forged.statusCode, 401)
})
