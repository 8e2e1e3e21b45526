def test_lists_nothing_at_first(client):
    answer = client.get("/api/notes")
    assert answer.status_code == 200
    assert answer.json == []


def test_keeps_a_note(owner):
    made = owner.post("/api/notes", json={"title": "Milk"})
    assert made.status_code == 201
    assert owner.get(f"/api/notes/{made.json['id']}").json["title"] == "Milk"


def test_refuses_a_second_note_of_the_same_title(owner):
    owner.post("/api/notes", json={"title": "Milk"})
    assert owner.post("/api/notes", json={"title": "Milk"}).status_code == 409


def test_says_what_is_missing(owner):
    answer = owner.post("/api/notes", json={})
    assert answer.status_code == 400
    assert "title" in answer.json["fields"]


def test_lets_only_the_owner_write(client):
    assert client.post("/api/notes", json={"title": "Milk"}).status_code == 401


def test_removes_a_note(owner):
    note_id = owner.post("/api/notes", json={"title": "Milk"}).json["id"]
    assert owner.delete(f"/api/notes/{note_id}").status_code == 204
    assert owner.get(f"/api/notes/{note_id}").status_code == 404


def test_forgets_who_signed_in(owner):
    assert owner.delete("/session").status_code == 204
    assert owner.delete("/session").status_code == 401


def test_knows_one_password(client):
    assert client.post("/session", json={"password": "guess"}).status_code == 401
