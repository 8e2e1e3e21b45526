NOTE = {"slug": "first-note", "title": "First", "body": "Hello"}


def test_starts_empty(client):
    response = client.get("/v1/notes")
    assert response.status_code == 200
    assert response.json() == []


def test_adds_and_shows_a_note(client, writer):
    created = client.post("/v1/notes", json=NOTE, headers=writer)
    assert created.status_code == 201
    shown = client.get(f"/v1/notes/{created.json()['id']}")
    assert shown.status_code == 200
    assert shown.json()["title"] == "First"


def test_keeps_slugs_apart(client, writer):
    client.post("/v1/notes", json=NOTE, headers=writer)
    again = client.post("/v1/notes", json=NOTE, headers=writer)
    assert again.status_code == 409
    assert again.json()["code"] == "taken"


def test_wants_a_token_to_write(client):
    assert client.post("/v1/notes", json=NOTE).status_code == 401


def test_names_what_is_wrong(client, writer):
    response = client.post("/v1/notes", json={**NOTE, "slug": "No"}, headers=writer)
    assert response.status_code == 422
    assert list(response.json()["fields"]) == ["slug"]


def test_removes_a_note(client, writer):
    note_id = client.post("/v1/notes", json=NOTE, headers=writer).json()["id"]
    assert client.delete(f"/v1/notes/{note_id}", headers=writer).status_code == 204
    assert client.get(f"/v1/notes/{note_id}").status_code == 404


def test_is_up(client):
    assert client.get("/healthz").json() == {"status": "up"}
