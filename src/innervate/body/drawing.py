"""The drawn body: which shape of the picture is which muscle, for screens and reports."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from innervate.core.channel import Side
from innervate.core.errors import InputError
from innervate.core.plain import from_plain

BUILT = Path(__file__).parent / "drawing.json"


class Facing(StrEnum):
    """The side of the body that a picture shows."""

    FRONT = "front"
    BACK = "back"


class Figure(StrEnum):
    """The body that a picture shows."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class Shape:
    """A muscle of one side of a picture.

    Attributes:
        muscle: key of the muscle.
        side: the person's own side; on the front the picture's left is the person's right.
        d: the paths in SVG's words.
        clip: the part of the paths to show (x, y, width, height), or None for all of it.
        transform: what moves the paths to their place, in SVG's words.
        deep: whether it lies below others, so that it is drawn dashed over them.
    """

    muscle: str
    side: Side | None
    d: tuple[str, ...]
    clip: tuple[float, ...] | None = None
    transform: str = ""
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """One body from one side.

    Attributes:
        view: what it shows.
        body: whose body it is.
        viewbox: x, y, width and height of the picture in its own units.
        outline: the paths of the body, the hair and the head, to be drawn first.
        shapes: the muscles, each side by itself.
    """

    view: Facing
    body: Figure
    viewbox: tuple[float, ...]
    outline: tuple[str, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All pictures, and the licence under which they may be used."""

    licence: str
    views: tuple[Picture, ...]

    def of(self, body: Figure) -> tuple[Picture, ...]:
        """The pictures of that body, front first."""
        found = [one for one in self.views if one.body is body]
        return tuple(sorted(found, key=lambda one: list(Facing).index(one.view)))


def drawing(path: Path = BUILT) -> Drawing:
    """The drawing as it was built; raises `InputError` where it was not, or is damaged.

    >>> {one.view.value for one in drawing().of(Figure.FEMALE)} == {"front", "back"}
    True
    """
    found = find_drawing(path)
    if found is None:
        raise InputError(
            "the drawing of the body is not there",
            given=str(path),
            fix="build it in a clone: cd frontend && npm ci && npm run body",
        )
    return found


@cache
def find_drawing(path: Path = BUILT) -> Drawing | None:
    """The drawing, or None where it was not built; raises `InputError` where it is damaged."""
    if not path.exists():
        return None
    try:
        return from_plain(Drawing, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, InputError) as error:
        raise InputError(
            "the drawing of the body cannot be read",
            given=str(path),
            found=str(error),
            fix="build it again: cd frontend && npm run body",
        ) from error
