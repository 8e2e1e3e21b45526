import pytest

from notekeeper import create_app


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setenv("NOTEKEEPER_SECRET", "of-a-test")
    monkeypatch.setenv("NOTEKEEPER_PASSWORD", "open sesame")
    app = create_app({"DATABASE_PATH": str(tmp_path / "notes.sqlite"), "TESTING": True})
    return app.test_client()


@pytest.fixture
def owner(client):
    assert client.post("/session", json={"password": "open sesame"}).status_code == 200
    return client
