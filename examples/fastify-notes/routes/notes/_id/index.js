import { newNote, noteId } from '../../../schemas.js'

export default async function (fastify) {
  fastify.route({
    method: 'GET',
    url: '/',
    schema: { params: noteId },
    handler: async ({ params }) => found(fastify.notes.find(params.id))
  })

  fastify.route({
    method: 'PUT',
    url: '/',
    schema: { params: noteId, body: newNote },
    handler: async ({ params, body }) => found(fastify.notes.replace(params.id, body))
  })

  fastify.route({
    method: 'DELETE',
    url: '/',
    schema: { params: noteId },
    handler: async ({ params }, reply) => {
      found(fastify.notes.remove(params.id) || undefined)
      reply.code(204)
    }
  })

  function found (note) {
    if (note === undefined) {
      throw fastify.httpErrors.notFound('There is no such note.')
    }
    return note
  }
}
