"""Where the evidence rows say the product does something, there it does."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from innervate.body.claims import Claim, PlaceKind, claims
from innervate.body.movement import exercises
from innervate.cli import COMMANDS
from innervate.coach.guided.protocol import guided_protocols
from innervate.coach.programmes.programme import programmes
from innervate.core.plan import METRICS
from innervate.studies._study import STUDIES

ROUTER = Path(__file__).parents[2] / "frontend" / "src" / "lib" / "router.ts"


def _screens() -> frozenset[str]:
    listed = re.search(r"PAGES = \[(.*?)\]", ROUTER.read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None
    return frozenset(re.findall(r'"(\w+)"', listed[1]))


FOUND: dict[PlaceKind, Callable[[], frozenset[str]]] = {
    PlaceKind.SCREEN: _screens,
    PlaceKind.COMMAND: lambda: frozenset(COMMANDS),
    PlaceKind.EXERCISE: lambda: frozenset(one.key for one in exercises()),
    PlaceKind.PROTOCOL: lambda: frozenset(one.key for one in guided_protocols()),
    PlaceKind.PROGRAMME: lambda: frozenset(one.key for one in programmes()),
    PlaceKind.METRIC: lambda: frozenset(METRICS.names()),
    PlaceKind.STUDY: lambda: frozenset(STUDIES.names()),
}


@cache
def _known(kind: PlaceKind) -> frozenset[str]:
    return FOUND[kind]()


@pytest.mark.parametrize("row", claims(), ids=lambda row: row.key)
def test_every_place_of_the_row_exists(row: Claim) -> None:
    missing = [str(place) for place in row.where if place.key not in _known(place.kind)]
    assert not missing


def test_every_row_has_a_place() -> None:
    assert [row.key for row in claims() if not row.where] == []
    assert len(claims()) == 68


def test_an_exercise_that_names_a_row_is_behind_a_row_with_a_place() -> None:
    named = {key for one in exercises() for key in one.claims}
    assert named <= {row.key for row in claims() if row.where}
