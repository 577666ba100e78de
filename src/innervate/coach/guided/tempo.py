"""Tempo notation: the seconds of down, pause, up and top, written 3-1-1-0."""

from __future__ import annotations

import re
from typing import Final

from innervate.coach.choices import Tempo
from innervate.core.errors import InputError

_NOTATION: Final = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
LONGEST_REP_S: Final = 60.0


def read_tempo(text: str) -> Tempo:
    """The tempo written so; raises `InputError` where it is not four numbers of seconds.

    >>> read_tempo("3-1-1-0")
    Tempo(eccentric_s=3.0, pause_s=1.0, concentric_s=1.0, top_s=0.0)
    """
    found = _NOTATION.fullmatch(text.strip())
    tempo = Tempo(*map(float, found.groups())) if found else None
    if tempo is None or not 0 < tempo.period_s <= LONGEST_REP_S:
        raise InputError(
            "a tempo is four numbers of seconds: down, pause, up, top",
            given=repr(text),
            fix=f"write it like 3-1-1-0, {LONGEST_REP_S:g} seconds at most in all",
        )
    return tempo
