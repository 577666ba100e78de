"""The programmes that people follow: begun, told of, sent and received; one write at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from innervate.coach.programmes.adherence import course
from innervate.coach.programmes.plan import Plan
from innervate.coach.programmes.programme import programme
from innervate.coach.programmes.rules import Told
from innervate.core.errors import InputError
from innervate.store.ids import new_row_id
from innervate.store.log import TrainingLog
from innervate.store.log_rows import Planned, PlannedState, Soreness, StoredPlan
from innervate.store.store import Store
from innervate.web.days import day_of
from innervate.web.following import Followed, events_of, follow, kept, terms_of
from innervate.web.given_plans import (
    DoneGiven,
    EventGiven,
    NumberGiven,
    PlanFile,
    PlanGiven,
    SaidGiven,
    Terms,
)

OWN = "programmes"
"""The folder in the home folder for programmes of one's own."""


class Plans:
    """The plans of a store; programmes of one's own lie in its home folder."""

    def __init__(self, store: Store) -> None:
        self._log: TrainingLog = store.log
        self._own = store.home / OWN
        self._lock = threading.Lock()

    @property
    def folder(self) -> Path | None:
        """Where programmes of one's own lie, if there are any."""
        return self._own if self._own.is_dir() else None

    def all(self, person: str | None, today: date) -> tuple[list[Followed], list[str]]:
        """The plans of a person, newest first, and what is wrong with those that cannot be read."""
        found, wrong = [], []
        for stored in reversed(self._log.plans(person)):
            try:
                found.append(self._follow(stored).on(today))
            except InputError as error:
                wrong.append(str(error))
        return found, wrong

    def first(self, person: str | None) -> date | None:
        """The first day of the first plan of a person."""
        days = [date.fromisoformat(one.started_on) for one in self._log.plans(person)]
        return min(days, default=None)

    def at_end(self, person: str | None, stop: date) -> list[Followed]:
        """The plans of a person as they stood before a day, oldest first; unreadable ones not."""
        found = []
        for stored in self._log.plans(person):
            with suppress(InputError):
                found.append(self._follow(stored, stop).on(stop))
        return found

    def one(self, plan_id: str, today: date) -> Followed:
        """A plan; raises `InputError` where there is none."""
        return self._follow(self._log.plan(plan_id)).on(today)

    def begin(self, given: PlanGiven, today: date) -> Followed:
        """Begin a programme; raises `InputError` where it runs already, or cannot be begun."""
        wanted = programme(given.programme, self.folder)
        Plan.begin(wanted, given.start, given.weekdays)
        terms = Terms(weekdays=given.weekdays, note=given.note.strip(), file=new_row_id())
        new = StoredPlan(
            "", given.person, wanted.key, given.start.isoformat(), choices=terms.model_dump_json()
        )
        with self._lock:
            self._check_new(given.person, wanted.key, today)
            return self._follow(self._begun(new)).on(today)

    def tell(self, plan_id: str, event: EventGiven, today: date) -> Followed:
        """Note what happened; raises `InputError` where it cannot have happened."""
        if event.on > today:
            raise InputError(
                "that day has not come yet", given=str(event.on), found=f"today is {today}"
            )
        with self._lock:
            stored = self._log.plan(plan_id)
            return self._gone_on(stored, (event,)).on(today)

    def take_back(self, plan_id: str, today: date) -> Followed:
        """Forget what was told last; raises `InputError` where nothing was."""
        with self._lock:
            self._log.forget_last(plan_id)
            now = self._follow(self._log.plan(plan_id))
            ended = now.plan.at.isoformat() if now.plan.ending is not None else None
            self._log.end_plan(plan_id, ended)
            self._schedule(now)
            return now.on(today)

    def remove(self, plan_id: str) -> None:
        """Erase a plan with all that was told of it."""
        self._log.remove_plan(plan_id)

    def bring(self, file: PlanFile, person: str | None, today: date) -> Followed:
        """Take a plan or its results from a file; a plan that is here already is gone on with.

        Raises `InputError` where it cannot be, or has gone another way here.
        """
        wanted = programme(file.programme, self.folder)
        terms = file.terms
        if not terms.file:
            terms = terms.model_copy(update={"file": new_row_id()})
        choices = terms.model_dump_json()
        new = StoredPlan("", person, wanted.key, file.start.isoformat(), choices=choices)
        self._follow(replace(new, events=tuple(map(kept, file.events))))
        with self._lock:
            here = self._of_file(person, terms.file)
            if here is None:
                here = self._begun(new)
            told = events_of(here)
            if told[: len(file.events)] == file.events:
                return self._follow(here).on(today)
            if file.events[: len(told)] != told:
                raise InputError(
                    "this plan is here already and has gone another way",
                    given=f"{len(file.events)} events",
                    found=f"{len(told)} events, not the same",
                    fix="remove the plan here first, or keep it and leave the file",
                )
            return self._gone_on(here, file.events[len(told) :]).on(today)

    def _follow(self, stored: StoredPlan, stop: date | None = None) -> Followed:
        hard = programme(stored.programme, self.folder).eccentric
        diary = told_in(self._log.soreness(stored.person)) if hard else ()
        return follow(stored, self.folder, stop, diary)

    def _begun(self, new: StoredPlan) -> StoredPlan:
        stored = self._log.begin_plan(
            new.person, new.programme, new.started_on, choices=new.choices
        )
        self._schedule(self._follow(stored))
        return stored

    def _gone_on(self, stored: StoredPlan, events: tuple[EventGiven, ...]) -> Followed:
        """Keep more events, once it is sure that they can have happened."""
        new = tuple(map(kept, events))
        stored = replace(stored, events=(*stored.events, *new))
        now = self._follow(stored)
        for one in new:
            self._log.happen(stored.id, one)
        if now.plan.ending is not None:
            self._log.end_plan(stored.id, now.plan.at.isoformat())
        self._schedule(now)
        return now

    def _check_new(self, person: str | None, key: str, today: date) -> None:
        for one in self.all(person, today)[0]:
            if one.stored.programme == key and one.plan.ending is None:
                raise InputError(
                    "this programme is running already",
                    given=one.plan.programme.name,
                    found=f"begun on {one.plan.begun}",
                    fix="go on with it, or end it first",
                )

    def _of_file(self, person: str | None, file: str) -> StoredPlan | None:
        plans = self._log.plans(person)
        return next((one for one in plans if terms_of(one).file == file), None)

    def _schedule(self, now: Followed) -> None:
        """Keep the calendar as it stands beside the plan, for exports and other readers."""
        self._log.schedule(now.stored.id, _calendar(now))


def told_in(diary: Sequence[Soreness]) -> tuple[SaidGiven, ...]:
    """What the diary of sore muscles tells a programme: the worst of each day."""
    worst: dict[date, float] = {}
    for one in diary:
        on = day_of(one.at)
        worst[on] = max(worst.get(on, 0.0), one.rating)
    return tuple(
        SaidGiven(kind="said", on=on, numbers=(NumberGiven(told=Told.SORENESS, value=value),))
        for on, value in sorted(worst.items())
    )


def _calendar(now: Followed) -> Iterator[Planned]:
    told = {event.on: event for event in now.events if isinstance(event, DoneGiven)}
    for day in now.plan.days:
        done = told.get(day.on)
        note, session = (done.note, done.session) if done else ("", None)
        state = PlannedState(day.kind)
        yield Planned(day.on.isoformat(), day.level, state, note=note, session=session)
    past = {day.on for day in now.plan.days}
    for ahead in course(now.plan):
        if ahead.on not in past:
            yield Planned(ahead.on.isoformat(), ahead.level)
