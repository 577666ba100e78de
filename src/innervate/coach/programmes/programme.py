"""Programmes as data: levels of sessions, what each consists of, and what they are watched by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from innervate.body._toml import look_up, read_entry
from innervate.body.claims import Claim, claim
from innervate.body.safety import Backing
from innervate.coach.programmes.doses import Block
from innervate.coach.programmes.rules import Act, More, Rule, Told
from innervate.core.errors import InputError

_FOLDER = Path(__file__).parent / "data"
_PATTERNS = {
    1: (0,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4),
    6: (0, 1, 2, 3, 4, 5), 7: (0, 1, 2, 3, 4, 5, 6),
}  # fmt: skip


class Followed(StrEnum):
    """What a programme is meant to change, and the letter follows."""

    STRENGTH = "strength"
    TARGET_SHARE = "target_share"
    DUAL_COST = "dual_cost"
    CADENCE = "cadence"
    KNEE_ANGLE = "knee_angle"
    SWAY = "sway"


@dataclass(frozen=True, slots=True)
class Level:
    """A stretch of like sessions.

    Attributes:
        key, name: which.
        sessions: how many must count before the next level.
        per_week: at most in a week of the programme.
        blocks: what a session consists of.
        apart_days: the least from one session to the next; 3 is 72 h.
        after_days: the first session is so many days after the level before.
        rules: what is watched in its sessions.
        fails_down: after so many failed sessions in a row the level before comes again once.
    """

    key: str
    name: str
    sessions: int
    per_week: int
    blocks: tuple[Block, ...]
    apart_days: int = 1
    after_days: int = 0
    rules: tuple[Rule, ...] = ()
    fails_down: int | None = None

    def __post_init__(self) -> None:
        if self.sessions < 1 or not 1 <= self.per_week <= 7 or not self.blocks:
            raise InputError(f"level {self.key} needs a session, 1 to 7 a week, and a block in it")
        if self.apart_days < 1 or self.after_days < 0:
            raise InputError(f"sessions of level {self.key} lie one day apart or more")

    @property
    def pattern(self) -> tuple[int, ...]:
        """The days of a programme week that are used unless a person chooses others."""
        return _PATTERNS[self.per_week]


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme; one TOML file, named by its key.

    Attributes:
        key: the file's name.
        name, purpose, dose: in words.
        status: how the dose is backed; `status_words` says what of it.
        claims: ids of the evidence rows it rests on; their verdicts are shown.
        longest_weeks: it ends then, whatever came between.
        levels: in order.
        follows: what it is meant to change.
        sources: where the dose is from.
        caveat: what must be said beside it.
        rules: watched on every day.
        more: when the load goes up; None where it never does.
        asks_after: days after a session with eccentric work on which soreness is asked for.
    """

    key: str
    name: str
    purpose: str
    dose: str
    status: Backing
    claims: tuple[str, ...]
    longest_weeks: int
    levels: tuple[Level, ...]
    follows: tuple[Followed, ...]
    status_words: str = ""
    sources: tuple[str, ...] = ()
    caveat: str = ""
    rules: tuple[Rule, ...] = ()
    more: More | None = None
    asks_after: tuple[int, ...] = ()

    @property
    def sessions(self) -> int:
        """How many sessions it has where none fails."""
        return sum(level.sessions for level in self.levels)

    @property
    def eccentric(self) -> bool:
        """Whether it has eccentric work."""
        return bool(self.asks_after)

    @property
    def evidence(self) -> tuple[Claim, ...]:
        """The evidence rows."""
        return tuple(claim(key) for key in self.claims)

    @property
    def protocols(self) -> tuple[str, ...]:
        """The guided protocols that it uses."""
        keys = (block.protocol for level in self.levels for block in level.blocks)
        return tuple(dict.fromkeys(keys))


def programmes(folder: Path | None = None) -> tuple[Programme, ...]:
    """All programmes in the order of their keys, with those of a person's own folder.

    Raises `InputError` where a file does not describe a programme or names no evidence row.
    """
    entries = _programmes(folder)
    return tuple(entries[key] for key in sorted(entries))


def programme(key: str, folder: Path | None = None) -> Programme:
    """The programme of that key; raises `InputError` with near names where there is none.

    >>> programme("imagery_clark").sessions
    20
    """
    wanted = key.strip().lower().replace(" ", "_").replace("-", "_")
    return look_up(_programmes(folder), wanted, "programme")


def read_programme(path: Path) -> Programme:
    """One file; raises `InputError` where it does not describe a programme."""
    found = read_entry(Programme, path)
    _check(found)
    return found


def unknown_protocols(one: Programme, known: frozenset[str]) -> tuple[str, ...]:
    """The protocols that it names and that do not exist."""
    return tuple(key for key in one.protocols if key not in known)


@cache
def _programmes(folder: Path | None) -> dict[str, Programme]:
    found = {path.stem: read_programme(path) for path in sorted(_FOLDER.glob("*.toml"))}
    if folder is not None and not folder.is_dir():
        raise InputError(
            "there is no folder of programmes of your own", given=str(folder), fix="name a folder"
        )
    for path in sorted(folder.glob("*.toml")) if folder else ():
        if path.stem in found:
            raise InputError(
                f"{path} takes the name of a built-in programme", fix="give the file another name"
            )
        found[path.stem] = read_programme(path)
    return found


def _check(one: Programme) -> None:
    for row in one.claims:
        claim(row)
    if not one.levels or one.longest_weeks < 1:
        raise InputError(f"programme {one.key} needs a level and a longest length in weeks")
    if len({level.key for level in one.levels}) < len(one.levels):
        raise InputError(f"two levels of programme {one.key} have one name")
    hard = any(block.effort.hard for level in one.levels for block in level.blocks)
    watched = {rule.told for rule in one.rules if rule.does in (Act.HOLD, Act.STOP)}
    if one.asks_after and Told.SORENESS not in watched:
        raise InputError(
            f"programme {one.key} has eccentric work and no rule for soreness",
            fix="add a rule that holds it",
        )
    eccentric = any(b.effort == "eccentric" for level in one.levels for b in level.blocks)
    if hard and eccentric and not one.asks_after:
        raise InputError(
            f"programme {one.key} has eccentric work and never asks for soreness",
            fix="give asks_after, for example [1, 2, 3]",
        )
