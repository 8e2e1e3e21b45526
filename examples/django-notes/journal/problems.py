from rest_framework.views import exception_handler


def answer(error, context):
    """One form for every refusal: what kind it is, and the details."""
    response = exception_handler(error, context)
    if response is not None:
        kind = getattr(error, "default_code", "not_found")
        response.data = {"kind": kind, "details": response.data}
    return response
