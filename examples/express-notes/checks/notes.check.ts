import request from "supertest"
import { describe, expect, it } from "vitest"
import { buildApp } from "../source/app.ts"

const api = request(buildApp())

async function addNote(note: object = {}): Promise<{ id: number }> {
    const { body } = await api
        .post("/notes")
        .send({ title: "Milk", ...note })
        .expect(201)
    return body
}

describe("POST /notes", () => {
    it("keeps a note and says where it is", async () => {
        const res = await api.post("/notes").send({ title: " Milk " }).expect(201)

        expect(res.headers["location"]).toBe(`/notes/${res.body.id}`)
        expect(res.body).toMatchObject({ title: "Milk", body: "", pinned: false })
    })

    it("names each field that is wrong", async () => {
        const res = await api.post("/notes").send({ title: "", pinned: "yes" }).expect(422)

        expect(res.body.reason).toBe("invalid_input")
        expect(Object.keys(res.body.fields)).toEqual(["title", "pinned"])
    })

    it("refuses a field that it does not know", async () => {
        await api.post("/notes").send({ title: "Milk", colour: "red" }).expect(422)
    })
})

describe("GET /notes", () => {
    it("pages through the notes, newest first", async () => {
        for (const title of ["a", "b", "c"]) {
            await addNote({ title })
        }

        const { body } = await api.get("/notes?limit=2&offset=1").expect(200)

        expect(body).toMatchObject({ total: 3, limit: 2, offset: 1 })
        expect(body.items.map((note: { title: string }) => note.title)).toEqual(["b", "a"])
    })

    it("can show the pinned ones only", async () => {
        await addNote()
        await addNote({ title: "Keys", pinned: true })

        const { body } = await api.get("/notes?pinned=true").expect(200)

        expect(body.total).toBe(1)
        expect(body.items[0].title).toBe("Keys")
    })

    it("refuses a page that is too large", async () => {
        await api.get("/notes?limit=101").expect(422)
    })
})

describe("GET /notes/:id", () => {
    it("shows one note", async () => {
        const note = await addNote()

        const { body } = await api.get(`/notes/${note.id}`).expect(200)

        expect(body).toEqual(note)
    })

    it("answers 404 for a note that is not there", async () => {
        const { body } = await api.get("/notes/999").expect(404)

        expect(body).toEqual({ message: "There is no note 999", reason: "not_found" })
    })

    it("answers 422 for an id that is not a number", async () => {
        await api.get("/notes/milk").expect(422)
    })
})

describe("PATCH /notes/:id", () => {
    it("changes only what was sent", async () => {
        const note = await addNote({ body: "two litres" })

        const { body } = await api.patch(`/notes/${note.id}`).send({ pinned: true }).expect(200)

        expect(body).toMatchObject({ title: "Milk", body: "two litres", pinned: true })
    })

    it("refuses an empty change", async () => {
        const note = await addNote()

        await api.patch(`/notes/${note.id}`).send({}).expect(422)
    })
})

describe("DELETE /notes/:id", () => {
    it("removes a note once", async () => {
        const note = await addNote()

        await api.delete(`/notes/${note.id}`).expect(204)
        await api.delete(`/notes/${note.id}`).expect(404)
    })
})
