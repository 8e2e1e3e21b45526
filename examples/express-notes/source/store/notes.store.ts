import { count, desc, eq } from "drizzle-orm"
import { db } from "./database.ts"
import { notes, type Note } from "./tables.ts"

interface Page {
    limit: number
    offset: number
    pinned?: boolean | undefined
}

type NoteInput = Pick<Note, "title" | "body" | "pinned">

export const notesStore = {
    page({ limit, offset, pinned }: Page): { items: Note[]; total: number } {
        const wanted = pinned === undefined ? undefined : eq(notes.pinned, pinned)
        const items = db
            .select()
            .from(notes)
            .where(wanted)
            .orderBy(desc(notes.createdAt), desc(notes.id))
            .limit(limit)
            .offset(offset)
            .all()
        const total = db.select({ total: count() }).from(notes).where(wanted).get()?.total ?? 0
        return { items, total }
    },

    find(id: number): Note | undefined {
        return db.select().from(notes).where(eq(notes.id, id)).get()
    },

    add(input: NoteInput): Note {
        const now = new Date().toISOString()
        return db
            .insert(notes)
            .values({ ...input, createdAt: now, updatedAt: now })
            .returning()
            .get()
    },

    change(
        id: number,
        change: { [Key in keyof NoteInput]?: NoteInput[Key] | undefined },
    ): Note | undefined {
        return db
            .update(notes)
            .set({ ...change, updatedAt: new Date().toISOString() })
            .where(eq(notes.id, id))
            .returning()
            .get()
    },

    remove(id: number): Note | undefined {
        return db.delete(notes).where(eq(notes.id, id)).returning().get()
    },
}
