const id = { type: 'integer', minimum: 1 }

export const noteId = { type: 'object', required: ['id'], properties: { id } }

export const page = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    after: id
  }
}

export const newNote = {
  type: 'object',
  required: ['title'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 120 },
    text: { type: 'string', maxLength: 10_000, default: '' }
  }
}
