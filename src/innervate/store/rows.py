"""What the store gives out: frozen rows, free of any database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from innervate.core.channel import Side
from innervate.core.measure import Measure
from innervate.core.workout import LoadUnit

Progress: TypeAlias = Callable[[float], None]
"""Told the share that is done, 0 to 1. What it raises stops the work and leaves no trace."""


class Door(StrEnum):
    """The way by which a person came to a session."""

    NOTHING = "nothing"
    KIT = "kit"
    RECORDING = "recording"
    DEMO = "demo"


class SessionState(StrEnum):
    """Where a session stands."""

    RUNNING = "running"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who trains on this computer.

    Attributes:
        id: stable and safe as a file name; says nothing about the person.
        name: what they call themselves.
        created_at: ISO 8601, UTC.
        birth_year: or None where it was not said.
        guardian: who answers for a minor; empty where nobody has to.
        coach: whether they look after others here.
        units: what they read and write loads in.
    """

    id: str
    name: str
    created_at: str
    birth_year: int | None = None
    guardian: str = ""
    coach: bool = False
    units: LoadUnit = LoadUnit.KG


@dataclass(frozen=True, slots=True)
class NewSession:
    """What is known of a session before it begins.

    Attributes:
        door: the way in.
        source: the source word, as the session takes it.
        exercise: key of the exercise.
        simulated: whether the signals are made up; such sessions enter no trend.
        started_at: ISO 8601 with zone (without one it is taken as UTC); empty for this moment.
        person: id of the person, or None for nobody in particular.
        setup: JSON text from which the session can be made again; the store does not read it.
    """

    door: Door
    source: str
    exercise: str
    simulated: bool
    started_at: str
    person: str | None
    setup: str


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as it is kept.

    Attributes:
        id: sorts by the time of the start and is safe as a file name.
        recording: the file of its signals, or None where a finished session left none. While the
            session runs, the place that is kept for it.
        document: the file of its analysis, or None until it is finished.
        duration_s: seconds from start to end, or None until it is finished.
        reps: repetitions done, or None where they were not counted.
        headline: the session in one line.
        door, source, exercise, simulated, started_at, person, setup: see `NewSession`.
        state: where it stands.
    """

    id: str
    door: Door
    source: str
    exercise: str
    simulated: bool
    started_at: str
    person: str | None
    state: SessionState
    recording: Path | None
    document: Path | None
    duration_s: float | None
    setup: str
    reps: int | None
    headline: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Which muscle a channel was placed on; None where it is not known.

    Attributes:
        session: id of the session.
        stream, channel: whose electrode it is.
        muscle: key of a muscle in `body`.
        side: the person's own side.
    """

    session: str
    stream: str
    channel: str
    muscle: str | None
    side: Side | None


@dataclass(frozen=True, slots=True)
class StoredMeasure:
    """A measure and the session that it comes from.

    Attributes:
        session: id of the session.
        started_at: when that session started.
        measure: the number with all that belongs to it.
    """

    session: str
    started_at: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What reading an export back did.

    Attributes:
        added: number of sessions that were new.
        skipped_known: number of sessions that were here already and stayed as they are.
        log_added: number of rows of the training log that were new.
        log_known: number of those that were here already and stayed as they are.
    """

    added: int
    skipped_known: int
    log_added: int = 0
    log_known: int = 0
