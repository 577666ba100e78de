"""What requests about programmes bring; the same words are kept in the store and sent as files."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter

from innervate.coach.programmes.events import (
    Barred,
    Cleared,
    Crashed,
    Done,
    Ended,
    Event,
    Flagged,
    Missed,
    Number,
    Paused,
    Resumed,
    Said,
)
from innervate.coach.programmes.rules import Flag, Told
from innervate.web.models import Given, Key, Text

_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 31)


def _within(day: date) -> date:
    if not _FIRST <= day <= _LAST:
        raise ValueError(f"a day lies between {_FIRST} and {_LAST}")
    return day


Day = Annotated[date, AfterValidator(_within)]
"""A day of a calendar that somebody may live to see."""

Weekdays = Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(max_length=7)]
"""Days of the week, 0 for Monday."""

Note = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(max_length=80, strip_whitespace=True)]


class NumberGiven(Given):
    """A number that is told, such as how sore somebody is."""

    told: Told
    value: Annotated[float, Field(allow_inf_nan=False, ge=-1000, le=1000)]

    def number(self) -> Number:
        """The same for the calendar; raises `InputError` where it cannot be."""
        return Number(self.told, self.value)


Numbers = Annotated[tuple[NumberGiven, ...], Field(max_length=8)]


class DoneGiven(Given):
    """The session that was due was done; `session` is the one that was kept of it."""

    kind: Literal["done"]
    on: Day
    numbers: Numbers = ()
    session: Key | None = None
    note: Note = ""

    def event(self) -> Event:
        """The same for the calendar."""
        return Done(self.on, tuple(one.number() for one in self.numbers))


class MissedGiven(Given):
    """The session that is due will not be done today."""

    kind: Literal["missed"]
    on: Day
    note: Note = ""

    def event(self) -> Event:
        """The same for the calendar."""
        return Missed(self.on)


class MovedGiven(Given):
    """The next session is wanted on another day."""

    kind: Literal["moved"]
    on: Day
    to: Day
    note: Note = ""


class CrashedGiven(Given):
    """The session was broken off by a fault."""

    kind: Literal["crashed"]
    on: Day
    hard_work: bool = False

    def event(self) -> Event:
        """The same for the calendar."""
        return Crashed(self.on, self.hard_work)


class SaidGiven(Given):
    """Numbers told outside a session: soreness, strength, pain."""

    kind: Literal["said"]
    on: Day
    numbers: Annotated[tuple[NumberGiven, ...], Field(min_length=1, max_length=8)]
    note: Note = ""

    def event(self) -> Event:
        """The same for the calendar."""
        return Said(self.on, tuple(one.number() for one in self.numbers))


class FlaggedGiven(Given):
    """A sign that ends all work until a clinician has agreed."""

    kind: Literal["flagged"]
    on: Day
    flag: Flag

    def event(self) -> Event:
        """The same for the calendar."""
        return Flagged(self.on, self.flag)


class BarredGiven(Given):
    """Maximal and eccentric work is not allowed, and why."""

    kind: Literal["barred"]
    on: Day
    why: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]

    def event(self) -> Event:
        """The same for the calendar."""
        return Barred(self.on, self.why)


class TurnGiven(Given):
    """The programme is paused, gone on with, ended; or what stood against it is gone."""

    kind: Literal["paused", "resumed", "ended", "cleared"]
    on: Day

    def event(self) -> Event:
        """The same for the calendar."""
        turns: dict[str, type[Paused | Resumed | Ended | Cleared]] = {
            "paused": Paused,
            "resumed": Resumed,
            "ended": Ended,
            "cleared": Cleared,
        }
        return turns[self.kind](self.on)


EventGiven = Annotated[
    DoneGiven
    | MissedGiven
    | MovedGiven
    | CrashedGiven
    | SaidGiven
    | FlaggedGiven
    | BarredGiven
    | TurnGiven,
    Field(discriminator="kind"),
]
"""Something that happened to a plan."""

EVENT: TypeAdapter[EventGiven] = TypeAdapter(EventGiven)


class Terms(Given):
    """What was agreed on when a programme was begun.

    Attributes:
        weekdays: the days of the week that suit; null for the programme's usual pattern.
        remind_at: the time of day of reminders.
        note: what a coach, or the person, wrote to it.
        sender: who sent it; empty where nobody did.
        file: the id that it has in files, so that results find their plan.
    """

    weekdays: Weekdays | None = None
    remind_at: time = time(18, 0)
    note: Note = ""
    sender: Name = ""
    file: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{0,32}$")] = ""


class PlanGiven(Given):
    """A programme to be begun."""

    programme: Key
    start: Day
    weekdays: Weekdays | None = None
    person: Key | None = None
    note: Text = ""


class PlanFile(Given):
    """A plan as a file: with what happened in it, these are its results.

    Attributes:
        innervate: what the file is.
        version: of this form.
        programme, start, terms: what was agreed on.
        person: a name in words.
        events: what happened so far.
    """

    innervate: Literal["plan"]
    version: Literal[1]
    programme: Key
    start: Day
    terms: Terms = Terms()
    person: Name = ""
    events: Annotated[tuple[EventGiven, ...], Field(max_length=5000)] = ()
