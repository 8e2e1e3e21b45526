import os

from flask import Flask

from . import errors, storage
from .views import BLUEPRINTS


def create_app(overrides=None):
    app = Flask(__name__)
    app.config.from_mapping(
        SECRET_KEY=os.environ["NOTEKEEPER_SECRET"],
        PASSWORD=os.environ["NOTEKEEPER_PASSWORD"],
        DATABASE_PATH=os.environ.get("NOTEKEEPER_DATABASE_PATH", "notes.sqlite"),
    )
    app.config.update(overrides or {})
    storage.init_app(app)
    errors.init_app(app)
    for prefix, blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=prefix)
    app.add_url_rule("/up", view_func=lambda: {"up": True}, endpoint="up")
    return app
