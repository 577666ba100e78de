"""The names that apps give exercises, and the exercises in `body` that they certainly are."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from innervate.body.movement import exercises


def exercise_of(name: str) -> str | None:
    """Key of the exercise in `body` that a name certainly means, or None.

    >>> exercise_of("Squat (Barbell)"), exercise_of("Squat")
    ('back_squat', None)
    """
    return _known().get(_tidy(name))


@cache
def _known() -> dict[str, str]:
    text = Path(__file__).with_name("aliases.toml").read_text(encoding="utf-8")
    known = {_tidy(one.name): one.key for one in exercises()}
    for key, names in tomllib.loads(text).items():
        known.update((_tidy(name), key) for name in names)
    return known


def _tidy(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").replace("_", " ").split())
