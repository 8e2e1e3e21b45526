import request from "supertest"
import { expect, it } from "vitest"
import { buildApp } from "../source/app.ts"

const api = request(buildApp())

it("answers 404 for an unknown route", async () => {
    const { body } = await api.get("/nowhere").expect(404)

    expect(body).toEqual({ message: "There is nothing at GET /nowhere", reason: "not_found" })
})

it("answers 400 for a body that is not JSON", async () => {
    const { body } = await api
        .post("/notes")
        .set("content-type", "application/json")
        .send("{")
        .expect(400)

    expect(body.reason).toBe("bad_request")
})

it("answers 413 for a body that is too large", async () => {
    await api
        .post("/notes")
        .send({ title: "x", body: "x".repeat(200_000) })
        .expect(413)
})

it("is healthy", async () => {
    await api.get("/health").expect(200, { ok: true })
})
