"""Progress over sessions, and the monthly letters."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse

from innervate.report.letter import Letter
from innervate.report.letter_page import letter_page
from innervate.web.api.programmes import Today, name_of
from innervate.web.api.shapes import HTML_ANSWER
from innervate.web.days import today_or
from innervate.web.failures import refusing
from innervate.web.headers import REPORT_POLICY
from innervate.web.house import House, TheHouse
from innervate.web.keeping import accuracy, kept
from innervate.web.letters import Span, first_day, judge, month_of, span_of, spans, write
from innervate.web.models import Key
from innervate.web.shown_progress import (
    LetterShown,
    LettersShown,
    ProgressShown,
    SpanShown,
    progress_of,
)
from innervate.web.tracking import Tracked, tracked

router = APIRouter(tags=["progress"])

MonthKey = Annotated[str, Path(pattern=r"^[0-9]{4}-[0-9]{2}$")]


@router.get("/progress")
def progress(house: TheHouse, person: Key | None = None, today: Today = None) -> ProgressShown:
    """What is followed of a person over sessions; simulated ones never count."""
    name_of(house, person)
    series = tracked(house.store, person)
    span = span_of(today_or(today))
    judged = judge(span, series)
    retentions = {one.short: kept(one) for one in series}
    felt = accuracy(house.store.values, person, series)
    return progress_of(span, series, judged, retentions, felt)


@router.get("/letters")
def letters(house: TheHouse, person: Key | None = None, today: Today = None) -> LettersShown:
    """The months that have a letter, the newest first."""
    day = today_or(today)
    found, _ = _known(house, person, day)
    months = tuple(SpanShown.model_validate(one) for one in reversed(found))
    return LettersShown(months=months, problems=tuple(house.plans.all(person, day)[1]))


@router.get("/letters/{month}")
def letter(
    month: MonthKey, house: TheHouse, person: Key | None = None, today: Today = None
) -> LetterShown:
    """The letter of a month that is over, such as 2026-10."""
    span, made = _letter(house, person, month, today_or(today))
    return LetterShown.of(span, made)


@router.get("/letters/{month}/page", response_class=HTMLResponse, responses=HTML_ANSWER)
def page(
    month: MonthKey, house: TheHouse, person: Key | None = None, today: Today = None
) -> HTMLResponse:
    """The letter as a page of its own, to print or to give away."""
    _, made = _letter(house, person, month, today_or(today))
    return HTMLResponse(letter_page(made), headers={"Content-Security-Policy": REPORT_POLICY})


def _known(
    house: House, person: str | None, today: date
) -> tuple[tuple[Span, ...], tuple[Tracked, ...]]:
    """The months that have a letter, and what is followed."""
    name_of(house, person)
    series = tracked(house.store, person)
    return spans(first_day(house.plans.first(person), series), today), series


def _letter(house: House, person: str | None, month: str, today: date) -> tuple[Span, Letter]:
    months, series = _known(house, person, today)
    with refusing(HTTPStatus.NOT_FOUND):
        span = month_of(month, months)
    plans = house.plans.at_end(person, span.stop)
    return span, write(span, name_of(house, person), plans, series)
