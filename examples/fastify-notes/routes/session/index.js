const credentials = {
  type: 'object',
  required: ['password'],
  additionalProperties: false,
  properties: { password: { type: 'string', minLength: 1, maxLength: 200 } }
}

export default async function (fastify) {
  fastify.post('/', { schema: { body: credentials } }, async (request, reply) => {
    if (!fastify.knowsPassword(request.body.password)) {
      throw fastify.httpErrors.unauthorized('That is not the password.')
    }
    reply.code(201)
    return { token: fastify.jwt.sign({ sub: 'owner' }) }
  })
}
