import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build, signIn } from './app.js'

test('a note is made, read, replaced and removed', async (t) => {
  const app = await build(t)
  const headers = await signIn(app)

  const made = await app.inject({ method: 'POST', url: '/notes', headers, payload: { title: 'Milk' } })
  assert.equal(made.statusCode, 201)
  const { id } = made.json()
  assert.equal(made.json().text, '')

  const replaced = await app.inject({ method: 'PUT', url: `/notes/${id}`, headers, payload: { title: 'Milk', text: 'two' } })
  assert.equal(replaced.statusCode, 200)

  const read = await app.inject({ method: 'GET', url: `/notes/${id}`, headers })
  assert.equal(read.json().text, 'two')

  const removed = await app.inject({ method: 'DELETE', url: `/notes/${id}`, headers })
  assert.equal(removed.statusCode, 204)

  const gone = await app.inject({ method: 'GET', url: `/notes/${id}`, headers })
  assert.equal(gone.statusCode, 404)
  assert.equal(gone.json().message, 'There is no such note.')
})

test('notes are listed newest first, page by page', async (t) => {
  const app = await build(t)
  const headers = await signIn(app)
  for (const title of ['a', 'b', 'c']) {
    await app.inject({ method: 'POST', url: '/notes', headers, payload: { title } })
  }

  const first = await app.inject({ method: 'GET', url: '/notes?limit=2', headers })
  assert.deepEqual(first.json().notes.map(({ title }) => title), ['c', 'b'])

  const second = await app.inject({ method: 'GET', url: `/notes?after=${first.json().notes[1].id}`, headers })
  assert.deepEqual(second.json().notes.map(({ title }) => title), ['a'])
})

test('input that is not valid is refused', async (t) => {
  const app = await build(t)
  const headers = await signIn(app)

  for (const payload of [{}, { title: '' }, { title: 'x'.repeat(121) }, { title: 'x', text: 'y'.repeat(10_001) }]) {
    const response = await app.inject({ method: 'POST', url: '/notes', headers, payload })
    assert.equal(response.statusCode, 400)
  }
  const response = await app.inject({ method: 'GET', url: '/notes/nonsense', headers })
  assert.equal(response.statusCode, 400)
})

test('a note that is not there is neither replaced nor removed', async (t) => {
  const app = await build(t)
  const headers = await signIn(app)

  const replaced = await app.inject({ method: 'PUT', url: '/notes/7', headers, payload: { title: 'x' } })
  assert.equal(replaced.statusCode, 404)
  const removed = await app.inject({ method: 'DELETE', url: '/notes/7', headers })
  assert.equal(removed.statusCode, 404)
})
