import functools

from flask import session

from .errors import Refusal


def login_required(view):
    @functools.wraps(view)
    def checked(*args, **kwargs):
        if not session.get("owner"):
            raise Refusal(401, "sign in first")
        return view(*args, **kwargs)

    return checked
