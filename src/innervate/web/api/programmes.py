"""Programmes, and the plans that people follow: begun, told of, sent as files, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError

from innervate.coach.programmes.adherence import course
from innervate.coach.programmes.agenda import agenda
from innervate.coach.programmes.ics import calendar
from innervate.coach.programmes.programme import programme, programmes
from innervate.core.errors import InputError
from innervate.web.api.shapes import CALENDAR_ANSWER, JSON_ANSWER, RAW_BODY
from innervate.web.consenting import check_may_record
from innervate.web.days import today_or
from innervate.web.failures import refusing
from innervate.web.fitting import fitting
from innervate.web.following import Followed, events_of
from innervate.web.given_plans import Day, DoneGiven, EventGiven, PlanFile, PlanGiven
from innervate.web.house import House, TheHouse
from innervate.web.models import Key
from innervate.web.shown_plans import PlanShown, PlansShown
from innervate.web.shown_programmes import ProgrammeShown

router = APIRouter(tags=["programmes"])

Today = Annotated[Day | None, Query(description="the day of whoever asks; else this computer's")]
_MOST_FILE = 60


@router.get("/programmes")
def all_programmes(house: TheHouse) -> Sequence[ProgrammeShown]:
    """Every programme, with those of the person's own folder."""
    return [ProgrammeShown.of(one, house.own_protocols) for one in programmes(house.plans.folder)]


@router.get("/programmes/{key}")
def one_programme(key: Key, house: TheHouse) -> ProgrammeShown:
    """One programme."""
    with refusing(HTTPStatus.NOT_FOUND):
        found = programme(key, house.plans.folder)
    return ProgrammeShown.of(found, house.own_protocols)


@router.get("/plans")
def plans(house: TheHouse, person: Key | None = None, today: Today = None) -> PlansShown:
    """The plans of a person (of nobody in particular without one), the newest first."""
    name_of(house, person)
    day = today_or(today)
    found, problems = house.plans.all(person, day)
    shown = tuple(_shown(house, one, day) for one in found)
    return PlansShown(plans=shown, problems=tuple(problems))


@router.post("/plans")
def begin(given: PlanGiven, house: TheHouse, today: Today = None) -> PlanShown:
    """Begin a programme."""
    check_may_record(house.store, given.person)
    with refusing(HTTPStatus.NOT_FOUND):
        programme(given.programme, house.plans.folder)
    day = today_or(today)
    return _shown(house, house.plans.begin(given, day), day)


@router.post("/plans/file", openapi_extra=RAW_BODY)
async def bring(
    request: Request, house: TheHouse, person: Key | None = None, today: Today = None
) -> PlanShown:
    """Take a plan that a coach sent, or the results of one, as the raw body of the request."""
    check_may_record(house.store, person)
    file = _read(await request.body())
    day = today_or(today)
    return _shown(house, house.plans.bring(file, person, day), day)


@router.get("/plans/{plan_id}")
def plan(plan_id: Key, house: TheHouse, today: Today = None) -> PlanShown:
    """A plan as it stands today."""
    day = today_or(today)
    return _shown(house, _plan(house, plan_id, day), day)


@router.delete("/plans/{plan_id}", status_code=HTTPStatus.NO_CONTENT)
def remove(plan_id: Key, house: TheHouse) -> None:
    """Erase a plan with all that was told of it; sessions stay."""
    with refusing(HTTPStatus.NOT_FOUND):
        house.plans.remove(plan_id)


@router.post("/plans/{plan_id}/events")
def tell(plan_id: Key, given: EventGiven, house: TheHouse, today: Today = None) -> PlanShown:
    """Say what happened: done, missed, moved, sore, not allowed, paused, ended."""
    day = today_or(today)
    check_may_record(house.store, _plan(house, plan_id, day).stored.person)
    return _shown(house, house.plans.tell(plan_id, given, day), day)


@router.delete("/plans/{plan_id}/events")
def take_back(plan_id: Key, house: TheHouse, today: Today = None) -> PlanShown:
    """Take back what was told last."""
    day = today_or(today)
    _plan(house, plan_id, day)
    return _shown(house, house.plans.take_back(plan_id, day), day)


@router.get("/plans/{plan_id}/calendar", response_class=Response, responses=CALENDAR_ANSWER)
def reminders(
    plan_id: Key, house: TheHouse, at: time | None = None, today: Today = None
) -> Response:
    """The sessions to come as a calendar file with reminders."""
    one = _plan(house, plan_id, today_or(today))
    text = calendar(one.plan, course(one.plan), (at or one.terms.remind_at).replace(tzinfo=None))
    return Response(text, media_type="text/calendar", headers=_attached(one, "reminders", "ics"))


@router.get("/plans/{plan_id}/file", response_class=Response, responses=JSON_ANSWER)
def send(
    plan_id: Key,
    house: TheHouse,
    results: bool = True,
    sender: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """The plan as a file to send; with `results` what happened in it too, without a new plan."""
    one = _plan(house, plan_id, today_or(None))
    terms = one.terms.model_copy(update={"sender": sender.strip() or one.terms.sender})
    file = PlanFile(
        innervate="plan", version=1, programme=one.stored.programme, start=one.plan.begun,
        terms=terms, person=name_of(house, one.stored.person),
        events=events_of(one.stored) if results else (),
    )  # fmt: skip
    text = file.model_dump_json(indent=2)
    headers = _attached(one, "results" if results else "plan", "json")
    return Response(text, media_type="application/json", headers=headers)


def _read(body: bytes) -> PlanFile:
    try:
        return PlanFile.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(
            "this file is no plan of innervate",
            given=repr(body[:_MOST_FILE].decode("utf-8", "replace")),
            found=f"{where}: {first['msg']}".lower() if where else str(first["msg"]).lower(),
            fix="choose the file that a coach, or this app, made with Send",
        ) from error


def _shown(house: House, one: Followed, today: date) -> PlanShown:
    done = (event.session for event in one.events if isinstance(event, DoneGiven))
    kept = house.store.values.there(session for session in done if session)
    shown = PlanShown.of(one, today, house.own_protocols, kept)
    due = agenda(one.plan).due if one.plan.at == today else None
    if due is None:
        return shown
    return shown.model_copy(update={"fits": fitting(house.store, one, due.blocks, today)})


def _plan(house: House, plan_id: str, today: date) -> Followed:
    with refusing(HTTPStatus.NOT_FOUND):
        house.store.log.plan(plan_id)
    return house.plans.one(plan_id, today)


def name_of(house: House, person: str | None) -> str:
    """What a person is called, empty for nobody; raises `RefusedError` (404) where none is."""
    if person is None:
        return ""
    with refusing(HTTPStatus.NOT_FOUND):
        return house.store.person(person).name[:80]


def _attached(one: Followed, what: str, ending: str) -> dict[str, str]:
    name = f"innervate-{one.stored.programme}-{what}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}
