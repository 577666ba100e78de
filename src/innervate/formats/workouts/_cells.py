"""What stands in a cell: numbers, loads, lengths of time, moments."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta

from innervate.core.workout import MOST_REPS, MOST_S

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PARTS = re.compile(r"(\d+(?:\.\d+)?)\s*(h|hr|hrs|hours?|m|min|mins|minutes?|s|sec|secs|seconds?)")
_UNIT_S = {"h": 3600.0, "m": 60.0, "s": 1.0}
_ZONE = re.compile(r"(Z|[+-]\d\d:?\d\d)$")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?$")
_BIG_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_SMALL_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_DAY_NAMED = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})$")
_MONTH_NAMED = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$")


class CellError(Exception):
    """A cell that holds something else than it should."""

    def __init__(self, what: str, given: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.given, self.fix = what, repr(given[:60]), fix


def number(text: str, what: str, *, most: float = math.inf) -> float | None:
    """A number from 0 on, with a decimal point or comma; None for an empty cell.

    >>> number("82,5", "the load"), number("", "the load")
    (82.5, None)
    """
    text = text.strip().replace("\u00a0", "")
    if not text:
        return None
    if _THOUSANDS.fullmatch(text):
        raise CellError(
            f"{what} may be with a decimal comma or with thousands", text, "write a decimal point"
        )
    if not _NUMBER.fullmatch(text):
        raise CellError(f"{what} is no number", text, "write a number, or leave the cell empty")
    value = float(text.replace(",", "."))
    if not 0.0 <= value <= most:
        found = f"{what} is below 0" if value < 0 else f"{what} is more than anybody does"
        raise CellError(found, text, "write the number that was meant")
    return value + 0.0


def count(text: str, what: str) -> int | None:
    """A whole number from 0 on; None for an empty cell.

    >>> count("8.0", "the repetitions")
    8
    """
    value = number(text, what, most=MOST_REPS)
    if value is None:
        return None
    if value != int(value):
        raise CellError(f"{what} are no whole number", text, "write a whole number")
    return int(value)


def exertion(text: str) -> float | None:
    """A rating of perceived exertion, 1 to 10; None for an empty cell."""
    value = number(text, "the exertion (RPE)")
    if value is not None and not 1.0 <= value <= 10.0:
        raise CellError("the exertion (RPE) is not from 1 to 10", text, "write 1 to 10")
    return value


def seconds(text: str, what: str = "the duration") -> float | None:
    """A length of time in seconds; None for an empty cell.

    >>> seconds("1h 5m"), seconds("0:45"), seconds("1:05:00"), seconds("90")
    (3900.0, 45.0, 3900.0, 90.0)
    """
    text = text.strip().lower()
    if ":" in text and all(part.isdecimal() for part in text.split(":")):
        value = 0.0
        for part in text.split(":"):
            value = value * 60.0 + int(part)
    elif _PARTS.search(text) and not _PARTS.sub("", text).strip(" ,"):
        value = sum(float(many) * _UNIT_S[unit[0]] for many, unit in _PARTS.findall(text))
    else:
        return number(text, what, most=MOST_S)
    if value > MOST_S:
        raise CellError(f"{what} is longer than two days", text, "write it like 1h 5m")
    return value


def moment(text: str, order: str = "") -> str:
    """A date, with or without a time, as ISO 8601; without a zone unless the file has one.

    Args:
        text: the cell.
        order: how days and months stand where only the order tells: ``dmy`` or ``mdy``.

    >>> moment("28 Mar 2024, 17:29"), moment("2021-03-04 06:02:11 PM"), moment("2016/05/02")
    ('2024-03-28T17:29:00', '2021-03-04T18:02:11', '2016-05-02T00:00:00')
    """
    rest, zone = text.strip(), ""
    clock = (0, 0, 0)
    if ":" in rest:
        found_zone = _ZONE.search(rest)
        if found_zone:
            zone, rest = found_zone[0], rest[: found_zone.start()]
        found = _CLOCK.search(rest)
        if found is None:
            raise _no_moment(text)
        clock = _clock(found, text)
        rest = rest[: found.start()].strip().rstrip("T,").strip()
    try:
        day = datetime(*_date(rest, text, order), *clock)
        if zone:
            day = datetime.fromisoformat(day.isoformat() + zone)
    except ValueError as error:
        raise _no_moment(text) from error
    return day.isoformat()


def later(started_at: str, by_s: float | None) -> str | None:
    """The moment so many seconds after another; None where it is not known."""
    if not by_s:
        return None
    return (datetime.fromisoformat(started_at) + timedelta(seconds=by_s)).isoformat()


def _clock(found: re.Match[str], text: str) -> tuple[int, int, int]:
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            raise _no_moment(text)
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour, minute, second


def _date(rest: str, text: str, order: str) -> tuple[int, int, int]:
    if found := _BIG_FIRST.fullmatch(rest):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_NAMED.fullmatch(rest):
        return int(found[3]), _month(found[2], text), int(found[1])
    if found := _MONTH_NAMED.fullmatch(rest):
        return int(found[3]), _month(found[1], text), int(found[2])
    if found := _SMALL_FIRST.fullmatch(rest):
        first, second = int(found[1]), int(found[2])
        if order == "dmy" or (not order and first > 12):
            return int(found[3]), second, first
        if order == "mdy" or (not order and second > 12):
            return int(found[3]), first, second
        raise CellError(
            "which is the day and which the month cannot be told",
            text,
            "write it like 2026-11-26 18:30",
        )
    raise _no_moment(text)


def _month(name: str, text: str) -> int:
    if name.lower() not in _MONTHS:
        raise _no_moment(text)
    return _MONTHS.index(name.lower()) + 1


def _no_moment(text: str) -> CellError:
    return CellError("the date cannot be read", text, "write it like 2026-11-26 18:30")
