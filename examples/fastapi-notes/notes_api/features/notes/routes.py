from typing import Annotated

from fastapi import APIRouter, Depends, Query, status
from sqlalchemy.orm import Session

from notes_api.core.database import get_session
from notes_api.core.security import require_token
from notes_api.features.notes import store
from notes_api.features.notes.schemas import NoteIn, NoteOut

router = APIRouter(prefix="/notes", tags=["notes"])
writer = APIRouter(prefix="/notes", dependencies=[Depends(require_token)])
DbSession = Annotated[Session, Depends(get_session)]


@router.get("", response_model=list[NoteOut])
def index(session: DbSession, limit: int = Query(default=20, ge=1, le=100)):
    return store.list_notes(session, limit)


@router.get("/{note_id}", response_model=NoteOut)
def show(note_id: int, session: DbSession):
    return store.find_note(session, note_id)


@writer.post("", response_model=NoteOut, status_code=status.HTTP_201_CREATED)
def create(note: NoteIn, session: DbSession):
    return store.add_note(session, note)


@writer.delete("/{note_id}", status_code=status.HTTP_204_NO_CONTENT)
def destroy(note_id: int, session: DbSession) -> None:
    store.remove_note(session, note_id)
