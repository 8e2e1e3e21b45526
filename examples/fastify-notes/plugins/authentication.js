import { createHash, timingSafeEqual } from 'node:crypto'
import jwt from '@fastify/jwt'
import fp from 'fastify-plugin'

export default fp(async (fastify, options) => {
  const secret = options.tokenSecret ?? process.env.TOKEN_SECRET
  const password = options.password ?? process.env.PASSWORD
  if (!secret || !password) {
    throw new Error('TOKEN_SECRET and PASSWORD have to be set.')
  }

  fastify.register(jwt, { secret, sign: { expiresIn: '1h' } })

  fastify.decorate('knowsPassword', (given) => timingSafeEqual(digest(given), digest(password)))

  fastify.decorate('requireToken', async (request) => {
    await request.jwtVerify()
  })
}, { name: 'authentication' })

function digest (text) {
  return createHash('sha256').update(text).digest()
}
