"""What the HTTP API answers about programmes: what each takes, rests on and asks."""

from __future__ import annotations

import math
from datetime import date
from functools import cache
from pathlib import Path

from innervate.body.claims import claim
from innervate.body.safety import Backing
from innervate.coach.guided.chosen import Sensor
from innervate.coach.guided.protocol import guided
from innervate.coach.programmes.adherence import course
from innervate.coach.programmes.doses import Block
from innervate.coach.programmes.plan import Plan
from innervate.coach.programmes.programme import Level, Programme
from innervate.coach.programmes.rules import Told
from innervate.core.errors import InputError
from innervate.web.models import Shown
from innervate.web.shown_guided import BackedShown

_MONDAY = date(2024, 1, 1)


class BlockShown(Shown):
    """A part of a session: the guided protocol, how much of it, and how hard it is."""

    protocol: str
    name: str
    words: str
    exercise: str
    note: str
    hard: bool
    sensors: tuple[Sensor, ...]

    @classmethod
    def of(cls, block: Block, folder: Path | None = None) -> BlockShown:
        """The block with its protocol looked up; one that is gone is called by its key."""
        name = block.protocol.replace("_", " ")
        sensors: tuple[Sensor, ...] = ()
        try:
            found = guided(block.protocol, folder)
        except InputError:
            pass
        else:
            name, sensors = found.name, (*found.requires, *found.helps)
        return cls(
            protocol=block.protocol, name=name, words=block.dose.words, exercise=block.exercise,
            note=block.note, hard=block.effort.hard, sensors=sensors,
        )  # fmt: skip


class LevelShown(Shown):
    """A stretch of like sessions."""

    key: str
    name: str
    sessions: int
    per_week: int
    blocks: tuple[BlockShown, ...]

    @classmethod
    def of(cls, level: Level, folder: Path | None = None) -> LevelShown:
        """The level with its blocks."""
        blocks = tuple(BlockShown.of(block, folder) for block in level.blocks)
        return cls(
            key=level.key, name=level.name, sessions=level.sessions, per_week=level.per_week,
            blocks=blocks,
        )  # fmt: skip


class ProgrammeShown(Shown):
    """A programme; `weeks` is how long it takes where no session is missed."""

    key: str
    name: str
    purpose: str
    dose: str
    weeks: int
    longest_weeks: int
    sessions: int
    per_week: tuple[int, int]
    levels: tuple[LevelShown, ...]
    status: Backing
    status_words: str
    evidence: tuple[BackedShown, ...]
    sources: tuple[str, ...]
    caveat: str
    hard: bool
    watched: tuple[str, ...]

    @classmethod
    def of(cls, one: Programme, folder: Path | None = None) -> ProgrammeShown:
        """The programme with its evidence rows and protocols looked up."""
        levels = tuple(LevelShown.of(level, folder) for level in one.levels)
        often = [level.per_week for level in one.levels]
        rules = (*one.rules, *(rule for level in one.levels for rule in level.rules))
        return cls(
            **{name: getattr(one, name) for name in _AS_IT_IS},
            weeks=_weeks(one),
            per_week=(min(often), max(often)),
            levels=levels,
            evidence=tuple(BackedShown.model_validate(claim(key)) for key in one.claims),
            hard=any(block.hard for level in levels for block in level.blocks),
            watched=tuple(dict.fromkeys(rule.say for rule in rules)),
        )


_AS_IT_IS = ("key", "name", "purpose", "dose", "longest_weeks", "sessions", "status",
             "status_words", "sources", "caveat")  # fmt: skip


@cache
def _weeks(one: Programme) -> int:
    sessions = course(Plan.begin(one, _MONDAY))
    return math.ceil(((sessions[-1].on - _MONDAY).days + 1) / 7) if sessions else 0


class AskedShown(Shown):
    """A number that is asked for, and between which limits it lies."""

    told: Told
    words: str
    low: float
    high: float

    @classmethod
    def of(cls, told: Told) -> AskedShown:
        """The number in words."""
        low, high = told.limits
        return cls(told=told, words=told.words, low=low, high=high)
