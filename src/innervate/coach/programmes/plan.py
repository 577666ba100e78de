"""A programme on a calendar: what happened so far, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from innervate.coach.programmes.doses import Block
from innervate.coach.programmes.events import Number
from innervate.coach.programmes.programme import Level, Programme
from innervate.coach.programmes.rules import Act, Rule, Told
from innervate.core.errors import InputError


class Kind(StrEnum):
    """What became of a day on which a session was planned."""

    DONE = "done"
    MISSED = "missed"
    HELD = "held"


class Ending(StrEnum):
    """How a programme ended."""

    COMPLETE = "complete"
    OUT_OF_TIME = "out of time"
    BY_CHOICE = "ended by choice"


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which a session was planned, and what became of it.

    Attributes:
        on: the date.
        kind: done, missed, or held by the programme itself.
        level: key of the level.
        counted: whether it counts towards the next level.
        blocks: what was prescribed; empty where nothing was.
        moved: whether it was moved there from a missed or held day.
        crashed: whether it was broken off by a fault before.
    """

    on: date
    kind: Kind
    level: str
    counted: bool = False
    blocks: tuple[Block, ...] = ()
    moved: bool = False
    crashed: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A number and the day on which it was told."""

    on: date
    number: Number


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme that was begun; every event makes a new one (`after.after`).

    Attributes:
        programme: which.
        begun: the first day.
        at: the day up to which everything is known.
        slot: the day of the next session; None while paused or over.
        weekdays: the days of the week that the person chose (0 = Monday); None for the usual ones.
        level: index of the level.
        counted: sessions of the level that count.
        fails: failed sessions in a row.
        moved, crashed: of the next session: whether it was moved, or broken off.
        load, load_since: factor on the loads, and since when.
        hard_on: the day of the last eccentric work, whether or not its session was whole.
        heard: all numbers told.
        barred: why maximal and eccentric work is contra-indicated; empty where it is not.
        stopped: why nothing is done until a clinician has agreed; empty where it goes on.
        cleared_on: when that was last lifted; what was told before no longer counts.
        paused: whether the person pauses.
        days: what became of the planned days so far.
        ending: how it ended, None while it runs.
    """

    programme: Programme
    begun: date
    at: date
    slot: date | None
    weekdays: tuple[int, ...] | None = None
    level: int = 0
    counted: int = 0
    fails: int = 0
    moved: bool = False
    crashed: bool = False
    load: float = 1.0
    load_since: date | None = None
    hard_on: date | None = None
    heard: tuple[Heard, ...] = ()
    barred: str = ""
    stopped: str = ""
    cleared_on: date | None = None
    paused: bool = False
    days: tuple[Day, ...] = ()
    ending: Ending | None = None

    @classmethod
    def begin(
        cls, programme: Programme, start: date, weekdays: tuple[int, ...] | None = None
    ) -> Plan:
        """A programme from this day on.

        Args:
            programme: which.
            start: the first day on which a session may be.
            weekdays: the days of the week that suit (0 = Monday); None for the usual pattern.

        Raises `InputError` where no day suits or one is none.
        """
        if weekdays is not None and not (weekdays and set(weekdays) <= set(range(7))):
            raise InputError(
                "the days of the week are numbers from 0 (Monday) to 6", given=str(list(weekdays))
            )
        chosen = None if weekdays is None else tuple(sorted(set(weekdays)))
        new = cls(programme, start, start, start, chosen)
        return replace(new, slot=new.next_slot(start))

    @property
    def stage(self) -> Level:
        """The level that it is in."""
        return self.programme.levels[self.level]

    @property
    def last_on(self) -> date | None:
        """The day of the last session done."""
        return next((day.on for day in reversed(self.days) if day.kind is Kind.DONE), None)

    @property
    def ends_on(self) -> date:
        """The day on which it is over, whatever comes."""
        return self.begun + timedelta(weeks=self.programme.longest_weeks)

    def last(self, told: Told) -> Heard | None:
        """The newest number of a kind that still counts."""
        since = self.cleared_on
        return next(
            (
                one
                for one in reversed(self.heard)
                if one.number.told is told and (since is None or one.on >= since)
            ),
            None,
        )

    @property
    def holding(self) -> tuple[Rule, ...]:
        """The rules that hold maximal and eccentric work now."""
        found = []
        for rule in self.programme.rules:
            newest = self.last(rule.told)
            if rule.does is Act.HOLD and newest and rule.met(newest.number.value):
                found.append(rule)
        return tuple(found)

    @property
    def untold(self) -> bool:
        """Whether soreness has not been told since the last eccentric work."""
        if not self.programme.asks_after or self.hard_on is None:
            return False
        newest = self.last(Told.SORENESS)
        return newest is None or newest.on <= self.hard_on

    def next_slot(self, earliest: date, *, any_day: bool = False) -> date:
        """The next day on which a session of this level may be.

        Args:
            earliest: not before this.
            any_day: also between the usual days, as for a session that was missed.
        """
        day = max(earliest, self._from())
        while not self._allowed(day, any_day=any_day):
            day += timedelta(days=1)
        return day

    def in_week_of(self, day: date, *kinds: Kind) -> int:
        """How many days of these kinds there were from the first of that programme week on."""
        week = day - timedelta(days=(day - self.begun).days % 7)
        return sum(one.on >= week and one.kind in kinds for one in self.days)

    def _from(self) -> date:
        """The first day that is far enough from the session before."""
        last = self.last_on
        if last is None:
            return self.begun
        first_of_level = self.counted == 0 and not any(
            day.level == self.stage.key for day in self.days if day.kind is Kind.DONE
        )
        wait = max(self.stage.apart_days, self.stage.after_days if first_of_level else 0)
        recent = max(last, self.hard_on or last)
        return max(last + timedelta(days=wait), recent + timedelta(days=self.stage.apart_days))

    def _allowed(self, day: date, *, any_day: bool) -> bool:
        """Whether the week has room for a session, and the day suits."""
        since = (day - self.begun).days
        if self.in_week_of(day, Kind.DONE) >= self.stage.per_week:
            return False
        if self.weekdays is not None:
            return day.weekday() in self.weekdays
        return any_day or self.stage.after_days > 0 or since % 7 in self.stage.pattern
