import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import fp from 'fastify-plugin'

const tables = readFileSync(new URL('../tables/notes.sql', import.meta.url), 'utf8')

export default fp(async (fastify, { databaseFile }) => {
  const database = new DatabaseSync(databaseFile ?? process.env.DATABASE_FILE ?? 'notes.sqlite')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec(tables)

  fastify.decorate('notes', {
    list: (limit, after) => database
      .prepare('SELECT * FROM notes WHERE id < ? ORDER BY id DESC LIMIT ?')
      .all(after ?? Number.MAX_SAFE_INTEGER, limit),
    find: (id) => database.prepare('SELECT * FROM notes WHERE id = ?').get(id),
    add: ({ title, text }) => database
      .prepare('INSERT INTO notes (title, text, created_at) VALUES (?, ?, ?) RETURNING *')
      .get(title, text, new Date().toISOString()),
    replace: (id, { title, text }) => database
      .prepare('UPDATE notes SET title = ?, text = ? WHERE id = ? RETURNING *')
      .get(title, text, id),
    remove: (id) => database.prepare('DELETE FROM notes WHERE id = ?').run(id).changes > 0
  })

  fastify.addHook('onClose', async () => database.close())
}, { name: 'database' })
