from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse


class Problem(Exception):
    """Anything that a caller did wrong, in words that the caller may read."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def install_error_handlers(service: FastAPI) -> None:
    @service.exception_handler(Problem)
    async def on_problem(_: Request, problem: Problem) -> JSONResponse:
        body = {"code": problem.code, "message": problem.message}
        return JSONResponse(body, status_code=problem.status)

    @service.exception_handler(RequestValidationError)
    async def on_invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        fields = {}
        for item in error.errors():
            fields[".".join(str(part) for part in item["loc"][1:])] = item["msg"]
        body = {"code": "invalid", "message": "The request is not valid.", "fields": fields}
        return JSONResponse(body, status_code=422)
