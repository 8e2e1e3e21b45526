import Fastify from 'fastify'
import app from './app.js'

const server = Fastify({
  logger: { level: process.env.LOG_LEVEL ?? 'info' },
  forceCloseConnections: true
})

server.register(app)

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => server.close())
}

await server.listen({ port: Number(process.env.PORT ?? 3000), host: process.env.HOST ?? '127.0.0.1' })
