import { newNote, page } from '../../schemas.js'

export default async function (fastify) {
  fastify.get('/', { schema: { querystring: page } }, async ({ query }) => ({
    notes: fastify.notes.list(query.limit, query.after)
  }))

  fastify.post('/', { schema: { body: newNote } }, async (request, reply) => {
    reply.code(201)
    return fastify.notes.add(request.body)
  })
}
