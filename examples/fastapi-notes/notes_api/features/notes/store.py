from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notes_api.core.errors import Problem
from notes_api.features.notes.schemas import NoteIn
from notes_api.features.notes.tables import NoteRow


def list_notes(session: Session, limit: int) -> Sequence[NoteRow]:
    return session.scalars(select(NoteRow).order_by(NoteRow.id).limit(limit)).all()


def find_note(session: Session, note_id: int) -> NoteRow:
    row = session.get(NoteRow, note_id)
    if row is None:
        raise Problem(404, "not_found", "There is no such note.")
    return row


def add_note(session: Session, note: NoteIn) -> NoteRow:
    row = NoteRow(**note.model_dump())
    session.add(row)
    try:
        session.commit()
    except IntegrityError as error:
        raise Problem(409, "taken", "Another note has this slug.") from error
    return row


def remove_note(session: Session, note_id: int) -> None:
    session.delete(find_note(session, note_id))
    session.commit()
