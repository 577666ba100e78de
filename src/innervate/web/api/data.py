"""Everything at once: taking it out, bringing it back, erasing it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from innervate.store.rows import ImportReport, Person
from innervate.web.api.shapes import RAW_BODY, ZIP_ANSWER
from innervate.web.failures import RefusedError
from innervate.web.given import EraseGiven
from innervate.web.house import PASSING, House, TheHouse
from innervate.web.jobs import Job, Outcome
from innervate.web.limits import declared
from innervate.web.shown import JobShown
from innervate.web.uploads import check_room, write_body

router = APIRouter(tags=["data"])

CONFIRM = "erase everything"
_PIECE = 256 * 1024


@router.get("/export", response_class=StreamingResponse, responses=ZIP_ANSWER)
def export(house: TheHouse) -> StreamingResponse:
    """Everything that is kept, as one zip file."""
    return export_of(house)


def export_of(house: House, person: Person | None = None) -> StreamingResponse:
    """Everything (of one person), as a zip file that is gone when it was sent."""
    path = _passing(house)
    try:
        house.store.export_all(path, person=person.id if person else None)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    name = f"innervate-{datetime.now(UTC):%Y-%m-%d}.zip"
    return StreamingResponse(
        _pieces(path),
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(path.stat().st_size),
        },
    )


@router.post("/import", response_model=JobShown, openapi_extra=RAW_BODY)
async def bring_back(request: Request, house: TheHouse) -> Job:
    """Read back an export, as the raw body of the request; what is known already stays."""
    path = _passing(house)
    try:
        check_room(house.home, declared(request.headers), house.limits.spare)
        await write_body(path, request.stream(), house.limits.spare)
        return house.jobs.start("reading the export", _import_of(house, path))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@router.post("/erase", status_code=HTTPStatus.NO_CONTENT)
def erase(given: EraseGiven, house: TheHouse) -> None:
    """Erase everything that is kept on this computer."""
    if given.confirm != CONFIRM:
        raise RefusedError(
            HTTPStatus.BAD_REQUEST,
            "nothing was erased, because it was not confirmed",
            given=repr(given.confirm),
            fix=f"write the words: {CONFIRM}",
        )
    if house.keeper.running() is not None:
        raise RefusedError(HTTPStatus.CONFLICT, "a session runs just now", fix="end it first")
    house.jobs.close()
    house.store.erase_all()
    house.settings.erase()


def _import_of(house: House, path: Path) -> Callable[[Callable[[float], None]], Outcome]:
    def work(progress: Callable[[float], None]) -> Outcome:
        try:
            report = house.store.import_all(path, progress)
        finally:
            path.unlink(missing_ok=True)
        return Outcome(import_words(report))

    return work


def import_words(report: ImportReport) -> str:
    """What reading back an export did, in words.

    >>> import_words(ImportReport(1, 2))
    '1 session was added, 2 were here already'
    >>> import_words(ImportReport(0, 0, log_added=3, log_known=1))
    '0 sessions and 3 rows of the training log were added, 1 was here already'
    """
    added, rows = report.added, report.log_added
    known = report.skipped_known + report.log_known
    what = f"{added} session{'' if added == 1 else 's'}"
    if rows:
        what += f" and {rows} row{'' if rows == 1 else 's'} of the training log"
    words = f"{what} {'was' if added + rows == 1 else 'were'} added"
    return words + (f", {known} {'was' if known == 1 else 'were'} here already" if known else "")


def _passing(house: House) -> Path:
    return house.home / f"{PASSING}{secrets.token_hex(6)}.zip"


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    finally:
        path.unlink(missing_ok=True)
