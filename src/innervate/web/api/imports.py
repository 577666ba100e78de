"""Files of other apps: looked through first, then kept; nothing is ever added twice."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from innervate.core.errors import InputError
from innervate.store.files import delete
from innervate.web.api.shapes import RAW_BODY
from innervate.web.bringing import Asked, bring
from innervate.web.consenting import check_may_record
from innervate.web.given_log import ImportGiven
from innervate.web.house import PASSING, TheHouse
from innervate.web.limits import declared
from innervate.web.shown_log import ImportShown
from innervate.web.uploads import check_room, checked_name, write_body

router = APIRouter(prefix="/imports", tags=["imports"])


@router.post("", openapi_extra=RAW_BODY)
async def bring_file(
    request: Request, house: TheHouse, given: Annotated[ImportGiven, Query()]
) -> ImportShown:
    """What a file holds, as the raw body of the request; with `dry_run=false` it is kept."""
    name = checked_name(given.name)
    await run_in_threadpool(check_may_record, house.store, given.person)
    check_room(house.home, declared(request.headers), house.limits.spare)
    folder = house.home / f"{PASSING}{secrets.token_hex(6)}"
    folder.mkdir()
    try:
        if not await write_body(folder / name, request.stream(), house.limits.spare):
            raise InputError("the file is empty", given=name, fix="choose another file")
        asked = Asked(given.person, given.unit, given.dry_run)
        return await run_in_threadpool(bring, house.store, folder / name, asked)
    finally:
        await run_in_threadpool(delete, folder)
