import { join } from 'node:path'
import AutoLoad from '@fastify/autoload'

/** The application as a plugin: tests register it on an instance of their own. */
export default async function app (fastify, options) {
  await fastify.register(AutoLoad, {
    dir: join(import.meta.dirname, 'plugins'),
    options: { ...options }
  })

  await fastify.register(AutoLoad, {
    dir: join(import.meta.dirname, 'routes'),
    autoHooks: true,
    cascadeHooks: true,
    routeParams: true
  })
}
