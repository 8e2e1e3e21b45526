import Fastify from 'fastify'
import app from '../app.js'

export const password = 'open sesame'

/** An application on a database of its own; it is closed with the test. */
export async function build (t) {
  const fastify = Fastify()
  fastify.register(app, { databaseFile: ':memory:', tokenSecret: 'only for tests, nothing else', password })
  t.after(() => fastify.close())
  await fastify.ready()
  return fastify
}

/** The header of someone who knows the password. */
export async function signIn (fastify) {
  const response = await fastify.inject({ method: 'POST', url: '/session', payload: { password } })
  return { authorization: `Bearer ${response.json().token}` }
}
