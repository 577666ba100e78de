"""The reminders: whole lines, folded between letters, the same session always the same event."""

from __future__ import annotations

import re
from datetime import time

from hypothesis import given
from hypothesis import strategies as st
from tests.coach.programmes._lives import DAY, START, begun

from innervate.coach.programmes.adherence import course
from innervate.coach.programmes.after import after, until
from innervate.coach.programmes.events import Missed
from innervate.coach.programmes.ics import calendar, escaped, folded
from innervate.coach.programmes.programme import programme

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")))


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


@given(TEXT)
def test_folding_can_be_undone_and_no_line_is_too_long(text: str) -> None:
    pieces = list(folded(text))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text
    assert all(piece.startswith(" ") for piece in pieces[1:])


@given(st.lists(TEXT).map("\n".join))
def test_escaping_can_be_undone(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert "\n" not in escaped(text)


def test_a_file_has_one_event_with_a_reminder_per_session() -> None:
    plan = begun(programme("automatic"))
    text = calendar(plan, course(plan), time(18, 0))
    lines = text.split("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    for name in ("VEVENT", "VALARM"):
        assert lines.count(f"BEGIN:{name}") == lines.count(f"END:{name}") == 18
    assert "DTSTART:20260105T180000" in lines
    assert "TRIGGER:-PT30M" in lines
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 18


def test_a_moved_session_keeps_its_identity() -> None:
    plan = begun(programme("imagery_general"))
    first = calendar(plan, course(plan), time(18))
    plan = until(after(plan, Missed(START)), START + DAY)
    second = calendar(plan, course(plan), time(18))
    uids = [re.findall("UID:.*", text) for text in (first, second)]
    assert uids[0] == uids[1]
    assert "DTSTART:20260106T180000" in second
    assert "SEQUENCE:1" in second
