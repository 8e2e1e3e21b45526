import { Router } from "express"
import { z } from "zod"
import { ApiError } from "../lib/api-error.ts"
import { check } from "../lib/check.ts"
import { notesStore } from "../store/notes.store.ts"
import type { Note } from "../store/tables.ts"

const noteId = z.object({ id: z.coerce.number().int().positive() })

const newNote = z.strictObject({
    title: z.string().trim().min(1).max(120),
    body: z.string().max(10_000).default(""),
    pinned: z.boolean().default(false),
})

const changedNote = z
    .strictObject({
        title: z.string().trim().min(1).max(120),
        body: z.string().max(10_000),
        pinned: z.boolean(),
    })
    .partial()
    .refine((change) => Object.keys(change).length > 0, "Nothing to change")

const notesQuery = z.object({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    offset: z.coerce.number().int().min(0).default(0),
    pinned: z.stringbool().optional(),
})

export const notesRouter = Router()

notesRouter.get("/", (req, res) => {
    const query = check(notesQuery, req.query)
    const { items, total } = notesStore.page(query)
    res.json({ items: items.map(showNote), total, limit: query.limit, offset: query.offset })
})

notesRouter.get("/:id", (req, res) => {
    const { id } = check(noteId, req.params)
    res.json(showNote(found(id, notesStore.find(id))))
})

notesRouter.post("/", (req, res) => {
    const note = notesStore.add(check(newNote, req.body))
    res.status(201).location(`/notes/${note.id}`).json(showNote(note))
})

notesRouter.patch("/:id", (req, res) => {
    const { id } = check(noteId, req.params)
    const change = check(changedNote, req.body)
    res.json(showNote(found(id, notesStore.change(id, change))))
})

notesRouter.delete("/:id", (req, res) => {
    const { id } = check(noteId, req.params)
    found(id, notesStore.remove(id))
    res.sendStatus(204)
})

function found(id: number, note: Note | undefined): Note {
    if (!note) {
        throw new ApiError("not_found", `There is no note ${id}`, 404)
    }
    return note
}

function showNote(note: Note) {
    return {
        id: note.id,
        title: note.title,
        body: note.body,
        pinned: note.pinned,
        createdAt: note.createdAt,
        updatedAt: note.updatedAt,
    }
}
