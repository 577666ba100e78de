"""Which joints move in an exercise, from where to where: one TOML file per exercise."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import cast

from innervate.core.errors import InputError, few
from innervate.core.plain import Plain, from_plain

_FOLDER = Path(__file__).parent / "movements"


class Joint(StrEnum):
    """The angles of the planar body, zero when standing upright with hanging arms.

    Flexion and dorsiflexion are positive; the trunk's angle is its forward lean.
    """

    TRUNK = "trunk"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    SHOULDER = "shoulder"
    ELBOW = "elbow"


class Root(StrEnum):
    """The part of the body from which the others follow; all but the hips (in gait) stay put."""

    FEET = "feet"
    SHOULDERS = "shoulders"
    HANDS = "hands"
    HIPS = "hips"


class Work(StrEnum):
    """Whether the load is lifted or lowered on the way out."""

    CONCENTRIC = "concentric"
    ECCENTRIC = "eccentric"


@dataclass(frozen=True, slots=True)
class Move:
    """One joint's angle in degrees: between sets, at a repetition's start, at its end."""

    joint: Joint
    idle_deg: float
    start_deg: float
    end_deg: float

    @property
    def idle_rad(self) -> float:
        """The angle between sets in radians."""
        return math.radians(self.idle_deg)

    @property
    def start_rad(self) -> float:
        """The angle at the start of a repetition (and between repetitions) in radians."""
        return math.radians(self.start_deg)

    @property
    def end_rad(self) -> float:
        """The angle in the end position in radians."""
        return math.radians(self.end_deg)


@dataclass(frozen=True, slots=True)
class Movement:
    """The movement of an exercise.

    Attributes:
        key: name of the exercise (and of its file).
        root: what stays put; unless that is the hands, soles are level (the ankle follows).
        root_height_m: height of that part above the floor.
        out: what the load does on the way from start to end.
        one_side: whether only the arm and leg of the target's side move.
        knee_path: whether the knees bear load while bent, so that they may drift inwards.
        moves: the joints; those not named stay at zero.
    """

    key: str
    root: Root
    root_height_m: float
    out: Work
    moves: tuple[Move, ...]
    one_side: bool = False
    knee_path: bool = False

    def move(self, joint: Joint) -> Move:
        """How a joint moves."""
        return next((m for m in self.moves if m.joint is joint), Move(joint, 0.0, 0.0, 0.0))


def movement(key: str) -> Movement:
    """The movement of an exercise; raises `InputError` naming those there are.

    >>> movement("back_squat").move(Joint.KNEE).end_deg
    115.0
    """
    known = _movements()
    for entry in known:
        if entry.key == key:
            return entry
    raise InputError(
        f"the virtual athlete does not know how to move in {key!r}",
        found=few(entry.key for entry in known),
        fix="use one of these, sim.motion.gait for walking and running, or add a file for it",
    )


def movements() -> tuple[Movement, ...]:
    """All movements in the order of their keys."""
    return _movements()


@cache
def _movements() -> tuple[Movement, ...]:
    return tuple(
        from_plain(
            Movement,
            cast("Plain", {"key": path.stem, **tomllib.loads(path.read_text(encoding="utf-8"))}),
        )
        for path in sorted(_FOLDER.glob("*.toml"))
    )
