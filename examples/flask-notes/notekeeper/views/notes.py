import sqlite3

from flask import Blueprint, request
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from .. import storage
from ..access import login_required
from ..errors import Refusal

notes = Blueprint("notes", __name__)


class NoteSchema(Schema):
    title = fields.String(required=True, validate=validate.Length(min=1, max=80))
    body = fields.String(load_default="")


class NoteList(MethodView):
    def get(self):
        return storage.all_notes()

    @login_required
    def post(self):
        data = NoteSchema().load(request.get_json(silent=True) or {})
        try:
            return storage.add_note(**data), 201
        except sqlite3.IntegrityError as error:
            raise Refusal(409, "there is a note of this title") from error


@notes.get("/<int:note_id>")
def show(note_id):
    note = storage.one_note(note_id)
    if note is None:
        raise Refusal(404, "no such note")
    return note


@notes.route("/<int:note_id>", methods=["DELETE"])
@login_required
def remove(note_id):
    if not storage.drop_note(note_id):
        raise Refusal(404, "no such note")
    return "", 204


notes.add_url_rule("", view_func=NoteList.as_view("list"))
