"""The sessions that are kept: their list, report, numbers, recording; resuming and closing them."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.responses import FileResponse, HTMLResponse

from innervate.coach.standing import Standing
from innervate.store.rows import StoredSession
from innervate.web.api.shapes import FILE_ANSWER, HTML_ANSWER, JSON_ANSWER
from innervate.web.failures import RefusedError, refusing
from innervate.web.headers import REPORT_POLICY
from innervate.web.house import House, TheHouse
from innervate.web.jobs import Job
from innervate.web.models import Key
from innervate.web.reports import document_bytes, report_page
from innervate.web.shown import JobShown, SessionShown

router = APIRouter(prefix="/sessions", tags=["sessions"])


@router.get("", response_model=list[SessionShown])
def sessions(
    house: TheHouse,
    person: Key | None = None,
    exercise: Key | None = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> Sequence[StoredSession]:
    """Sessions, the newest first; of a person, of an exercise."""
    return house.store.sessions(person=person, exercise=exercise, limit=limit)


@router.get("/{session_id}", response_model=SessionShown)
def session(session_id: Key, house: TheHouse) -> StoredSession:
    """One session."""
    return _session(house, session_id)


@router.delete("/{session_id}", status_code=HTTPStatus.NO_CONTENT)
def remove(session_id: Key, house: TheHouse) -> None:
    """Erase a session with its files."""
    _session(house, session_id)
    running = house.keeper.running()
    if running is not None and running.id == session_id:
        raise RefusedError(HTTPStatus.CONFLICT, "this session runs just now", fix="end it first")
    house.store.remove_session(session_id)


@router.get("/{session_id}/report", response_class=HTMLResponse, responses=HTML_ANSWER)
def report(session_id: Key, house: TheHouse, over: Key | None = None) -> Response:
    """The report as a page; `over`: the id of an earlier session to lay over it, or previous."""
    figure = house.settings.read().body
    made = report_page(house.store, _session(house, session_id), over, figure)
    return HTMLResponse(made, headers={"Content-Security-Policy": REPORT_POLICY})


@router.get("/{session_id}/analysis", response_class=Response, responses=JSON_ANSWER)
def analysis(session_id: Key, house: TheHouse) -> Response:
    """The analysis as the document that it is kept as."""
    return Response(document_bytes(_session(house, session_id)), media_type="application/json")


@router.get("/{session_id}/recording", response_class=FileResponse, responses=FILE_ANSWER)
def recording(session_id: Key, house: TheHouse) -> FileResponse:
    """The recording as a file."""
    path = _session(house, session_id).recording
    if path is None or not path.is_file():
        raise RefusedError(
            HTTPStatus.NOT_FOUND,
            "this session has no recording of its own",
            fix="its report and its numbers are there",
        )
    return FileResponse(path, media_type="application/octet-stream", filename=path.name)


@router.post("/{session_id}/resume")
def resume(session_id: Key, house: TheHouse) -> Standing:
    """Go on with an interrupted session."""
    return house.keeper.resume(_session(house, session_id))


@router.post("/{session_id}/close", response_model=JobShown)
def close(session_id: Key, house: TheHouse) -> Job:
    """Finish an interrupted session with what was recorded of it."""
    work = house.keeper.closing(_session(house, session_id))
    return house.jobs.start("finishing the session", work)


def _session(house: House, session_id: str) -> StoredSession:
    with refusing(HTTPStatus.NOT_FOUND):
        return house.store.session(session_id)
