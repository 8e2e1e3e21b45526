from fastapi import APIRouter, FastAPI

from notes_api.core.database import open_database
from notes_api.core.errors import install_error_handlers
from notes_api.core.settings import get_settings
from notes_api.features.health.routes import router as health_router
from notes_api.features.notes.routes import router as reading
from notes_api.features.notes.routes import writer as writing


def build_service() -> FastAPI:
    settings = get_settings()
    service = FastAPI(title="Notes")
    service.state.sessions = open_database(settings.database_url)
    versioned = APIRouter(prefix=settings.api_prefix)
    for router in (reading, writing):
        versioned.include_router(router)
    service.include_router(health_router)
    service.include_router(versioned)
    install_error_handlers(service)
    return service


service = build_service()
