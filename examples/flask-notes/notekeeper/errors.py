from marshmallow import ValidationError


class Refusal(Exception):
    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status
        self.reason = reason


def init_app(app):
    @app.errorhandler(Refusal)
    def refused(error):
        return {"error": error.reason}, error.status

    @app.errorhandler(ValidationError)
    def invalid(error):
        return {"error": "invalid", "fields": error.messages}, 400

    @app.errorhandler(404)
    def missing(_error):
        return {"error": "not found"}, 404
