"""Choosing the format of a training log, and reading it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from innervate.core.errors import InnervateError, InputError
from innervate.core.registry import Registry
from innervate.formats.workouts._contract import WorkoutFormat, WorkoutOptions, WorkoutsRead

WORKOUT_FORMATS: Registry[WorkoutFormat] = Registry(
    "innervate.formats.workouts", "format of training logs"
)

_HEAD_BYTES = 1 << 14
_SURE_ENOUGH = 0.1
_LARGEST_BYTES = 1 << 26


@dataclass(frozen=True, slots=True)
class WorkoutFile:
    """A training log that was read: the title of its format, and what it holds."""

    title: str
    held: WorkoutsRead


def workout_format(path: Path) -> type[WorkoutFormat] | None:
    """The format that is surest of a file; None where none is. Raises `InputError` for no file."""
    head = _head(path)
    formats = [WORKOUT_FORMATS.load(name) for name in WORKOUT_FORMATS.names()]
    sure = {one: one.sniff(path, head) for one in formats}
    best = max(formats, key=lambda one: sure[one])
    return best if sure[best] >= _SURE_ENOUGH else None


def read_workouts(path: Path, options: WorkoutOptions | None = None) -> WorkoutFile:
    """Read a training log of any known format.

    Raises `InputError` in one sentence for what is none, and where loads have no unit and none
    was stated; rows that are wrong are in `held.errors`.
    """
    format_ = workout_format(path)
    if format_ is None:
        titles = [WORKOUT_FORMATS.load(name).TITLE for name in WORKOUT_FORMATS.names()]
        raise InputError(
            f"{path.name} is no training log of a known kind",
            found=f"none of {', '.join(titles)}",
            fix="export it again from the app, and leave the first line as it is",
        )
    if path.stat().st_size > _LARGEST_BYTES:
        raise InputError(
            f"{path.name} is too large for a training log",
            found=f"{path.stat().st_size / 1e6:.0f} MB",
            fix="check that it is the right file",
        )
    try:
        return WorkoutFile(format_.TITLE, format_.read(path, options or WorkoutOptions()))
    except InnervateError:
        raise
    except Exception as error:
        raise InputError(
            f"cannot read {path.name} as a file of {format_.TITLE}",
            found=f"{type(error).__name__}: {str(error)[:200] or 'no details'}",
            fix="the file seems damaged: export it again",
        ) from error


def _head(path: Path) -> bytes:
    if not path.is_file():
        what = f"{path} is a folder" if path.is_dir() else f"there is no file {path}"
        raise InputError(what, fix="check the name and the folder")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise InputError(
            f"cannot read {path.name}", found=error.strerror, fix="check that you may read it"
        ) from error
    if not head:
        raise InputError(f"{path.name} is empty", fix="export or copy it again")
    return head
