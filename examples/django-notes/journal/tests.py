from django.contrib.auth import get_user_model
from rest_framework.test import APITestCase


class NoteTests(APITestCase):
    def setUp(self):
        self.ada = get_user_model().objects.create_user("ada", password="of-a-test")
        self.grace = get_user_model().objects.create_user("grace", password="of-a-test")

    def write(self, author, **note):
        self.client.force_authenticate(author)
        return self.client.post("/api/notes/", {"title": "A day", **note}, format="json")

    def test_anyone_reads(self):
        self.assertEqual(self.client.get("/api/notes/").status_code, 200)
        self.assertEqual(self.client.get("/").content, b"0 notes")

    def test_nobody_writes_without_a_token(self):
        self.assertEqual(self.client.post("/api/notes/", {"title": "x"}).status_code, 401)

    def test_an_author_writes(self):
        response = self.write(self.ada)
        self.assertEqual(response.status_code, 201)
        self.assertEqual(response.json()["author"], "ada")

    def test_a_note_needs_a_title(self):
        response = self.write(self.ada, title="")
        self.assertEqual(response.status_code, 400)
        self.assertEqual(list(response.json()["details"]), ["title"])

    def test_only_the_author_pins(self):
        note_id = self.write(self.ada).json()["id"]
        self.client.force_authenticate(self.grace)
        self.assertEqual(self.client.post(f"/api/notes/{note_id}/pin/").status_code, 403)
        self.client.force_authenticate(self.ada)
        self.assertEqual(self.client.post(f"/api/notes/{note_id}/pin/").status_code, 200)
        self.assertEqual(len(self.client.get("/api/notes/pinned/").json()), 1)

    def test_tags_are_unique(self):
        self.client.force_authenticate(self.ada)
        self.assertEqual(self.client.post("/api/tags/", {"label": "work"}).status_code, 201)
        self.assertEqual(self.client.post("/api/tags/", {"label": "work"}).status_code, 400)

    def test_a_password_gives_a_token(self):
        response = self.client.post("/api/token/", {"username": "ada", "password": "of-a-test"})
        self.assertEqual(response.status_code, 200)
        self.assertIn("token", response.json())
