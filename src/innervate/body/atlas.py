"""The atlas: of each muscle what it is, where it is drawn, and which exercises are for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from innervate.body.anatomy import Muscle
from innervate.body.drawing import Drawing, Facing, Figure
from innervate.body.movement import Exercise
from innervate.core.channel import Side
from innervate.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Spot:
    """A shape of the drawing that is this muscle.

    Attributes:
        figure: the body that is drawn.
        view: from which side.
        side: the person's own side.
        shape: its place among the shapes of that picture.
        under: whether it is drawn in the shape of a muscle that lies over it.
    """

    figure: Figure
    view: Facing
    side: Side | None
    shape: int
    under: bool = False


@dataclass(frozen=True, slots=True)
class AtlasEntry:
    """What the atlas says of a muscle.

    Attributes:
        muscle: the muscle with its anatomy, electrode site and the way to feel it.
        sides: the sides that there are of it.
        spots: where it is drawn; none where the drawing does not show it.
        targeted_by: keys of the exercises that are for it.
        helps_in: keys of the exercises in which it tends to help.
    """

    muscle: Muscle
    sides: tuple[Side, ...]
    spots: tuple[Spot, ...]
    targeted_by: tuple[str, ...]
    helps_in: tuple[str, ...]

    @property
    def views(self) -> tuple[Facing, ...]:
        """From which sides of the body it is seen, the front first."""
        return tuple(view for view in Facing if any(spot.view is view for spot in self.spots))


def atlas(
    muscles: Iterable[Muscle], exercises: Iterable[Exercise], drawing: Drawing | None
) -> tuple[AtlasEntry, ...]:
    """The muscles that have a page, in their order; without a drawing nothing is drawn.

    >>> from innervate.body import exercises, muscles
    >>> entries = {one.muscle.key: one for one in atlas(muscles(), exercises(), None)}
    >>> entries["tensor_fasciae_latae"].targeted_by
    ()
    >>> "clam" in entries["tensor_fasciae_latae"].helps_in
    True
    """
    exercises = tuple(exercises)
    return tuple(_entry(one, exercises, drawing) for one in muscles if one.atlas)


def atlas_entry(key: str, entries: Iterable[AtlasEntry]) -> AtlasEntry:
    """The entry of that muscle; raises `InputError` where the atlas has none."""
    for one in entries:
        if one.muscle.key == key:
            return one
    raise InputError("the atlas has no page of that muscle", given=repr(key))


def _entry(one: Muscle, exercises: tuple[Exercise, ...], drawing: Drawing | None) -> AtlasEntry:
    return AtlasEntry(
        muscle=one,
        sides=tuple(Side),
        spots=_spots(one, drawing) if drawing else (),
        targeted_by=tuple(each.key for each in exercises if one.key in each.targets),
        helps_in=tuple(each.key for each in exercises if one.key in each.compensators),
    )


def _spots(one: Muscle, drawing: Drawing) -> tuple[Spot, ...]:
    return tuple(
        Spot(picture.body, picture.view, shape.side, number, under=bool(one.drawn_as))
        for figure in Figure
        for picture in drawing.of(figure)
        for number, shape in enumerate(picture.shapes)
        if shape.muscle == (one.drawn_as or one.key)
    )
