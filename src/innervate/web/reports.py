"""The documents that are kept, as bytes and as pages."""

from __future__ import annotations

from http import HTTPStatus

from innervate.body.drawing import Figure
from innervate.report.document import Document, from_json
from innervate.report.page import page
from innervate.store.rows import StoredSession
from innervate.store.store import Store
from innervate.web.failures import RefusedError, refusing
from innervate.web.outcome import title_of

PREVIOUS = "previous"


def report_page(store: Store, session: StoredSession, over: str | None, figure: Figure) -> str:
    """The report of a session, with an earlier one laid over it where that is asked for.

    Raises `RefusedError` (404) where the session, or the one named, has no document; where
    there is no previous one, the report stands alone.
    """
    own = _document(session)
    earlier = _earlier(store, session, over)
    return page(own, None if earlier is None else _document(earlier), figure=figure)


def document_bytes(session: StoredSession) -> bytes:
    """The document as it is kept; raises `RefusedError` (404) where there is none."""
    path = session.document
    try:
        if path is not None:
            return path.read_bytes()
    except OSError as error:
        raise _absent(f"the file of the analysis cannot be read ({error.strerror})") from error
    raise _absent("this session has no analysis yet")


def _document(session: StoredSession) -> Document:
    return from_json(document_bytes(session).decode("utf-8", "replace"))


def _earlier(store: Store, session: StoredSession, over: str | None) -> StoredSession | None:
    if over is None:
        return None
    if over == PREVIOUS:
        found = store.previous(session.id)
        return found if found and title_of(found.setup) == title_of(session.setup) else None
    with refusing(HTTPStatus.NOT_FOUND):
        return store.session(over)


def _absent(what: str) -> RefusedError:
    return RefusedError(
        HTTPStatus.NOT_FOUND, what, fix="finish the session first, or choose another"
    )
