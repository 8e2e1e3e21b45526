import hmac

from flask import Blueprint, current_app, request, session

from ..access import login_required
from ..errors import Refusal

sign_in = Blueprint("session", __name__, url_prefix="/session")


@sign_in.post("")
def begin():
    given = (request.get_json(silent=True) or {}).get("password", "")
    if not hmac.compare_digest(str(given), current_app.config["PASSWORD"]):
        raise Refusal(401, "that is not the password")
    session["owner"] = True
    return {"signed_in": True}


@sign_in.delete("")
@login_required
def end():
    session.clear()
    return "", 204
