import sqlite3

from flask import current_app, g

TABLES = """
create table if not exists notes (
    id integer primary key,
    title text not null unique,
    body text not null default ''
);
"""


def connection():
    if "connection" not in g:
        g.connection = sqlite3.connect(current_app.config["DATABASE_PATH"])
        g.connection.row_factory = sqlite3.Row
    return g.connection


def close(_error=None):
    open_connection = g.pop("connection", None)
    if open_connection is not None:
        open_connection.close()


def init_app(app):
    app.teardown_appcontext(close)
    with app.app_context():
        connection().executescript(TABLES)


def all_notes():
    return [dict(row) for row in connection().execute("select * from notes order by id")]


def one_note(note_id):
    row = connection().execute("select * from notes where id = ?", (note_id,)).fetchone()
    return None if row is None else dict(row)


def add_note(title, body):
    with connection() as database:
        cursor = database.execute("insert into notes (title, body) values (?, ?)", (title, body))
    return one_note(cursor.lastrowid)


def drop_note(note_id):
    with connection() as database:
        return database.execute("delete from notes where id = ?", (note_id,)).rowcount > 0
