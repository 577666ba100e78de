"""Names of people and sessions: safe as file names, and those of sessions sort by time."""

from __future__ import annotations

import re
import secrets
import unicodedata
import uuid
from datetime import UTC, datetime

from innervate.core.errors import InputError

_SESSION = re.compile(r"[0-9]{8}T[0-9]{9}Z-[0-9]{4}-[0-9a-f]{8}")
_PERSON = re.compile(r"[0-9a-f]{32}")
_NAME_LIMIT = 120


def now() -> str:
    """The present moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def new_person_id() -> str:
    """An id that says nothing about the person."""
    return uuid.uuid4().hex


def new_row_id() -> str:
    """An id for a row of the log, of its own on every computer."""
    return uuid.uuid4().hex


def is_person_id(text: str) -> bool:
    """Whether this is an id as `new_person_id` makes them."""
    return _PERSON.fullmatch(text) is not None


def new_session_id(started_at: str, newest: str | None) -> str:
    """An id that comes after all others of the same millisecond.

    Args:
        started_at: ISO 8601.
        newest: the greatest id so far that begins with `moment_of(started_at)`.
    """
    turn = int(newest.split("-")[1]) + 1 if newest else 1
    return f"{moment_of(started_at)}-{turn:04d}-{secrets.token_hex(4)}"


def is_session_id(text: str) -> bool:
    """Whether this is an id as `new_session_id` makes them.

    >>> is_session_id("20261126T112711000Z-0001-4f9a1c22"), is_session_id("../innervate")
    (True, False)
    """
    return _SESSION.fullmatch(text) is not None


def moment_of(started_at: str) -> str:
    """The moment to the millisecond, in UTC; raises `InputError` for what is no moment.

    >>> moment_of("2026-11-26T12:27:11+01:00")
    '20261126T112711000Z'
    """
    try:
        moment = datetime.fromisoformat(started_at)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(
            "the start of the session is no date and time",
            given=repr(started_at),
            fix="give it like 2026-11-26T11:27:11+00:00",
        ) from error
    day = f"{moment.year:04d}{moment.month:02d}{moment.day:02d}"
    return f"{day}T{moment:%H%M%S}{moment.microsecond // 1000:03d}Z"


def checked_name(name: str) -> str:
    """A person's name without the spaces around it; raises `InputError` where none can be kept.

    >>> checked_name("  Zoë 🏋️ ")
    'Zoë 🏋️'
    """
    name = name.strip()
    if not name:
        raise InputError("a person needs a name", fix="type one; any word will do")
    if len(name) > _NAME_LIMIT:
        raise InputError(
            "the name is too long",
            found=f"{len(name)} characters",
            fix=f"use at most {_NAME_LIMIT}",
        )
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in name):
        raise InputError(
            "the name holds characters that cannot be shown",
            given=ascii(name),
            fix="type it again on one line",
        )
    return name
