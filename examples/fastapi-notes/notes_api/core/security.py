import secrets

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from notes_api.core.errors import Problem
from notes_api.core.settings import Settings, get_settings

bearer = HTTPBearer(auto_error=False)


def require_token(
    given: HTTPAuthorizationCredentials | None = Depends(bearer),
    settings: Settings = Depends(get_settings),
) -> None:
    if given is None or not secrets.compare_digest(given.credentials, settings.api_token):
        raise Problem(401, "unauthorized", "A valid token is needed.")
