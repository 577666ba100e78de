"""The contract of the formats of training logs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from innervate.core.workout import LoadUnit, Workout


@dataclass(frozen=True, slots=True)
class WorkoutOptions:
    """What the user states about a file; it wins over nothing that the file itself states.

    Attributes:
        unit: unit of the loads, for files that do not tell.
    """

    unit: LoadUnit | None = None


@dataclass(frozen=True, slots=True)
class LineError:
    """A row that could not be read; the others were.

    Attributes:
        line: its line, from 1; in files without lines the number of the entry.
        what: what is wrong.
        given: what stands there.
        fix: what to write instead.
    """

    line: int
    what: str
    given: str
    fix: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}: {self.given}. To mend it: {self.fix}."


@dataclass(frozen=True, slots=True)
class WorkoutsRead:
    """What a file holds: workouts in its order, and the rows that could not be read."""

    workouts: tuple[Workout, ...]
    errors: tuple[LineError, ...] = ()


class WorkoutFormat(Protocol):
    """A training log of one app.

    A row that is wrong becomes a `LineError` and stops no other. `InputError` is raised for a
    file that is none of this format, and where loads have no unit and none was stated.
    """

    TITLE: ClassVar[str]
    SUFFIXES: ClassVar[tuple[str, ...]]

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:
        """How sure it is, from 0 to 1, that the file is of this format, by name and first bytes."""

    @classmethod
    def read(cls, path: Path, options: WorkoutOptions) -> WorkoutsRead:
        """Read the whole file."""
