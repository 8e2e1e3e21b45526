from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from notes_api.core.settings import get_settings


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'test.db'}")
    monkeypatch.setenv("API_TOKEN", "token-of-a-test")
    get_settings.cache_clear()
    from notes_api.main import build_service

    with TestClient(build_service()) as client:
        yield client


@pytest.fixture
def writer() -> dict[str, str]:
    return {"authorization": "Bearer token-of-a-test"}
