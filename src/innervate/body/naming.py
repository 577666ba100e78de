"""From what files call a channel to a muscle and side, never by a guess."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from innervate.body._toml import stamp
from innervate.body.anatomy import muscles
from innervate.body.spelling import Spelling, spellings
from innervate.core.channel import Side


@dataclass(frozen=True, slots=True)
class Identity:
    """What a channel's name says.

    Attributes:
        muscle: key of the muscle, or None unless the name is certain.
        side: the side that the name states.
        certain: whether the name can mean one muscle only.
        candidates: every muscle that the name may mean, the likelier ones first.
        why: one sentence on how this was decided.
    """

    muscle: str | None
    side: Side | None
    certain: bool
    candidates: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The muscles that a compact name means: everywhere (`common`) and in some places (`rare`)."""

    common: tuple[str, ...] = ()
    rare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    muscle: str
    side: Side | None
    common: bool
    glued: bool


def identify(channel_name: str, folder: Path | None = None) -> Identity:
    """Read muscle and side from a channel's name.

    Prefixes of devices and files, separators, camel case and side markers at either end are
    understood; a name that can mean several muscles gives its `candidates` and no muscle.
    `folder` holds the user's own muscles.

    >>> identify("EMG_RGluMax").muscle, identify("EMG_RGluMax").side.value
    ('gluteus_maximus', 'right')
    >>> identify("GM").candidates
    ('gastrocnemius_medialis', 'gluteus_maximus', 'gluteus_medius')
    >>> identify("EMG1").why
    "'EMG1' names no muscle"
    """
    found = spellings(channel_name)
    if not found:
        return Identity(None, None, False, (), f"{channel_name!r} names no muscle")
    readings = _readings(found, _table(folder))
    if not readings:
        return Identity(None, None, False, (), f"no muscle is known by the name {channel_name!r}")
    names = tuple(dict.fromkeys(r.muscle for r in sorted(readings, key=lambda r: not r.common)))
    sure = _settled(readings)
    if sure is not None:
        why = f"{channel_name!r} is a usual name of the {sure.muscle.replace('_', ' ')}"
        return Identity(sure.muscle, sure.side, True, names, why)
    sides = {reading.side for reading in readings}
    side = sides.pop() if len(sides) == 1 else None
    what = "has other meanings too" if len(names) == 1 else f"can mean {len(names)} muscles"
    return Identity(None, side, False, names, f"{channel_name!r} {what}")


def candidates_of(name: str, folder: Path | None = None) -> tuple[str, ...]:
    """Keys of the muscles that a name may mean or nearly spells; for suggestions."""
    from difflib import get_close_matches

    said = identify(name, folder).candidates
    if said:
        return said
    table = _table(folder)
    compact = re.sub(r"[^a-z]", "", name.lower())
    close = get_close_matches(compact, [known for known in table if len(known) > 3], n=4)
    return tuple(dict.fromkeys(key for known in close for key in table[known].common))


def _readings(found: tuple[Spelling, ...], table: dict[str, _Meaning]) -> list[_Reading]:
    """Everything that the name can mean, as far as its spellings are known names."""
    readings: list[_Reading] = []
    for spelling in found:
        meaning = table.get(spelling.compact, _Meaning())
        for common, keys in ((True, meaning.common), (False, meaning.rare)):
            readings += [_Reading(key, spelling.side, common, spelling.glued) for key in keys]
    return list(dict.fromkeys(readings))


def _settled(readings: list[_Reading]) -> _Reading | None:
    """The one thing that the name means, or None.

    A usual name that stands apart wins over rare ones. Where the side is written together with
    the rest, the letter may belong to the muscle ("RFL"), and every reading must agree.
    """
    plain = [reading for reading in readings if reading.common and not reading.glued]
    rivals = plain or readings
    if len({(reading.muscle, reading.side) for reading in rivals}) != 1:
        return None
    return rivals[0] if any(reading.common for reading in rivals) else None


def _table(folder: Path | None) -> dict[str, _Meaning]:
    return _read_table(folder, stamp(folder))


@lru_cache(maxsize=8)
def _read_table(folder: Path | None, _stamps: object) -> dict[str, _Meaning]:
    common: dict[str, list[str]] = {}
    rare: dict[str, list[str]] = {}
    for muscle in muscles(folder):
        if muscle.deep and not muscle.names:  # no channel is of it, whatever it is called
            continue
        for table, patterns in ((common, muscle.names), (rare, muscle.rare_names)):
            for compact in _expand(patterns):
                table.setdefault(compact, []).append(muscle.key)
        common.setdefault(muscle.key.replace("_", ""), []).append(muscle.key)
    names = common.keys() | rare.keys()
    return {
        name: _Meaning(
            tuple(dict.fromkeys(common.get(name, ()))),
            tuple(key for key in rare.get(name, ()) if key not in common.get(name, ())),
        )
        for name in names
    }


def _expand(patterns: tuple[str, ...]) -> set[str]:
    """Every spelling of the patterns, written together: words in any order, one of each."""
    out: set[str] = set()
    for pattern in patterns:
        words = [word.split("|") for word in pattern.split()]
        for order in itertools.permutations(words):
            out.update("".join(choice) for choice in itertools.product(*order))
    return out
