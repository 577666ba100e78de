"""Reminders as an iCalendar file (RFC 5545), for any calendar, without a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from innervate.coach.programmes.adherence import Planned
from innervate.coach.programmes.plan import Plan

_MOST_OCTETS = 75
_SHORTEST_MIN = 15.0


def calendar(plan: Plan, sessions: Sequence[Planned], at: time, remind_min: int = 30) -> str:
    """The sessions as events in the local time of whoever reads them, with a reminder each.

    A session keeps its identity when it moves, so that importing the file again moves it.

    Args:
        plan: what they belong to; the day up to which it is known dates the file.
        sessions: which.
        at: the time of day.
        remind_min: minutes before that for the reminder.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//innervate//programmes//EN",
             "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{escaped(plan.programme.name)}"]  # fmt: skip
    for session in sessions:
        lines += _event(plan, session, at, remind_min)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    r"""Text as a value (RFC 5545, 3.3.11).

    >>> print(escaped("one, two; three"))
    one\, two\; three
    """
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
    return "".join(letter for letter in text if letter >= " " or letter == "\t")


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, cut between letters (RFC 5545, 3.1).

    All pieces but the first begin with a space.

    >>> [len(piece.encode()) for piece in folded("x" * 80)]
    [75, 6]
    """
    piece, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > _MOST_OCTETS:
            yield piece
            piece, octets = " ", 1
        piece, octets = piece + letter, octets + size
    yield piece


def _event(plan: Plan, session: Planned, at: time, remind_min: int) -> Iterator[str]:
    starts = datetime.combine(session.on, at)
    minutes = sum(block.dose.minutes or _SHORTEST_MIN for block in session.blocks)
    name = f"{plan.programme.name}, session {session.number}"
    yield "BEGIN:VEVENT"
    yield f"UID:{plan.programme.key}-{plan.begun:%Y%m%d}-{session.number}@innervate.invalid"
    yield f"DTSTAMP:{plan.at:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{(plan.at - plan.begun).days}"
    yield f"DTSTART:{starts:%Y%m%dT%H%M%S}"
    yield f"DTEND:{starts + timedelta(minutes=minutes):%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{escaped(name)}"
    words = "\n".join((f"{session.level}.", *(block.words for block in session.blocks)))
    yield f"DESCRIPTION:{escaped(words)}"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(name)}",
                f"TRIGGER:-PT{remind_min}M", "END:VALARM", "END:VEVENT")  # fmt: skip
