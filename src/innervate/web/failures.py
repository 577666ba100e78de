"""Errors as the browser gets them: what, given, found, fix, in one shape, never a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from innervate.core.errors import (
    DeviceLostError,
    InnervateError,
    InputError,
    MissingExtraError,
    RecordingStoppedError,
)

_LONGEST = 200
_STATUS: tuple[tuple[type[InnervateError], HTTPStatus], ...] = (
    (InputError, HTTPStatus.BAD_REQUEST),
    (MissingExtraError, HTTPStatus.FAILED_DEPENDENCY),
    (DeviceLostError, HTTPStatus.CONFLICT),
    (RecordingStoppedError, HTTPStatus.CONFLICT),
)
_WORDS = {
    HTTPStatus.NOT_FOUND: "there is nothing at this address",
    HTTPStatus.METHOD_NOT_ALLOWED: "this address does not do that",
    HTTPStatus.BAD_REQUEST: "the request cannot be read",
}


class RefusedError(InputError):
    """A request that is refused with a status of its own."""

    def __init__(
        self,
        status: HTTPStatus,
        what: str,
        *,
        given: str | None = None,
        found: str | None = None,
        fix: str | None = None,
    ) -> None:
        super().__init__(what, given=given, found=found, fix=fix)
        self.status = status


class RefusedWhileReadingError(HTTPException):
    """A refusal from within the reading of a request, which FastAPI passes on only as this."""

    def __init__(self, error: RefusedError) -> None:
        super().__init__(error.status, str(error))
        self.error = error


@contextmanager
def refusing(status: HTTPStatus) -> Iterator[None]:
    """Give the `InputError`s of a look-up this status (404 for what is not there)."""
    try:
        yield
    except RefusedError:
        raise
    except InputError as error:
        raise RefusedError(
            status, error.what, given=error.given, found=error.found, fix=error.fix
        ) from error


def status_of(error: InnervateError) -> HTTPStatus:
    """The status that an error is sent with; always a 4xx."""
    if isinstance(error, RefusedError):
        return error.status
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return status
    return HTTPStatus.UNPROCESSABLE_ENTITY


def answer(error: InnervateError, status: int | None = None) -> Response:
    """The error as a JSON response."""
    status = status_of(error) if status is None else status
    made = Response(body_of(error), status_code=status, media_type="application/json")
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        made.headers["Connection"] = "close"  # what is still to come is not read
    return made


def body_of(error: InnervateError) -> bytes:
    """The error as JSON; ASCII, so that no character of a request can spoil the answer."""
    return json.dumps(told(error), ensure_ascii=True).encode("ascii")


def told(error: Exception) -> dict[str, str]:
    """The parts of an error as they are sent; of a fault in the program, its kind alone."""
    if not isinstance(error, InnervateError):
        error = fault(error)
    return {
        "what": error.what,
        "given": error.given or "",
        "found": error.found or "",
        "fix": error.fix or "",
        "text": str(error),
    }


def fault(error: Exception) -> InnervateError:
    """What is said of a fault in the program."""
    return InnervateError(
        "a fault in the program",
        found=type(error).__name__,
        fix="try again, and please report it if it happens again",
    )


def install(app: FastAPI) -> None:
    """Make every error of the app come out in this shape."""
    app.add_exception_handler(InnervateError, _innervate)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


async def _innervate(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette
    assert isinstance(error, InnervateError)
    return answer(error)


async def _validation(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette
    assert isinstance(error, RequestValidationError)
    return answer(_first(error.errors()), HTTPStatus.UNPROCESSABLE_ENTITY)


async def _http(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette
    assert isinstance(error, HTTPException)
    if isinstance(error, RefusedWhileReadingError):
        return answer(error.error)
    words = _WORDS.get(HTTPStatus(error.status_code), str(error.detail))
    made = answer(InnervateError(words), error.status_code)
    made.headers.update(error.headers or {})
    return made


async def _fault(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette
    return answer(fault(error), HTTPStatus.INTERNAL_SERVER_ERROR)


def _first(errors: Sequence[Any]) -> InputError:
    """The first thing wrong with a request, and how many more there are."""
    one = errors[0] if errors else {}
    place = [str(part) for part in one.get("loc", ()) if part not in ("body", "query", "path")]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    named = f"{'.'.join(place)!r} " if place else ""
    what = "a field is missing" if one.get("type") == "missing" else "a value cannot be used"
    given = one.get("input")
    return InputError(
        f"{what}: {named.strip()}{more}" if named else f"{what}{more}",
        given=repr(given)[:_LONGEST] if isinstance(given, (str, int, float)) else None,
        found=str(one.get("msg", "")).lower()[:_LONGEST] or None,
        fix="mend it and send it again",
    )
