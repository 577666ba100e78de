"""The muscles: what they are called, where electrodes go, how their maximum is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from innervate.body._toml import look_up, read_folder, stamp
from innervate.core.errors import InputError


class Limb(StrEnum):
    """The part of the body that muscles are recorded together in."""

    UPPER = "upper limb"
    TRUNK = "trunk"
    LOWER = "lower limb"


class Region(StrEnum):
    """Where on the body a muscle lies."""

    NECK = "neck"
    SHOULDER = "shoulder"
    CHEST = "chest"
    ARM = "arm"
    FOREARM = "forearm"
    HAND = "hand"
    BACK = "back"
    ABDOMEN = "abdomen"
    HIP = "hip"
    THIGH = "thigh"
    SHANK = "shank"

    @property
    def limb(self) -> Limb:
        """The part of the body that the region belongs to.

        >>> Region.THIGH.limb.value
        'lower limb'
        """
        if self in (Region.HIP, Region.THIGH, Region.SHANK):
            return Limb.LOWER
        if self in (Region.NECK, Region.BACK, Region.ABDOMEN):
            return Limb.TRUNK
        return Limb.UPPER


class Status(StrEnum):
    """How well a statement is backed: read in its source, or known but not yet looked up."""

    READ = "read"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the electrode pair goes.

    Attributes:
        place: the place in words.
        reference: where the reference electrode goes.
        seniam: whether the SENIAM recommendations (Hermens et al. 2000) cover the muscle.
        status: how well the place is backed.
        source: where it is from; empty where nothing was looked up.
    """

    place: str
    reference: str
    seniam: bool
    status: Status
    source: str = ""


@dataclass(frozen=True, slots=True)
class MvcPosition:
    """A position in which a maximal voluntary contraction is asked for."""

    position: str
    status: Status
    source: str = ""


@dataclass(frozen=True, slots=True)
class Anatomy:
    """Where a muscle begins and ends, what it does, and which nerve drives it, in plain words.

    Attributes:
        origin, insertion: the bones that it joins, the steadier end first.
        action: what happens when it shortens.
        innervation: its nerve and the segments of the spinal cord.
        status, source: how this is backed; standard anatomy, in words of our own.
    """

    origin: str
    insertion: str
    action: str
    innervation: str
    status: Status = Status.READ
    source: str = "standard anatomy, compared with a public table; texts differ by a segment"

    def __post_init__(self) -> None:
        if not all((self.origin, self.insertion, self.action, self.innervation)):
            raise InputError("a muscle's anatomy has an empty field")


@dataclass(frozen=True, slots=True)
class Feel:
    """How to feel a muscle without moving.

    Attributes:
        task: how to tense it lightly while the joint stays still.
        finger: where a finger goes, and what it notices.
    """

    task: str
    finger: str


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle; one TOML file in `body/muscles`, named by its key.

    Attributes:
        key: English-Latin name in snake case; the file's name.
        name: the name in words.
        code: short code, unique among all muscles.
        region: where it lies.
        offered: whether the product offers to measure it; the others are known by name only,
            so that a file's channel is called what it is.
        names: what files call it, as patterns: words in any order, ``|`` between alternatives.
        rare_names: names that mean this muscle in some places and something else in others; a
            channel is never taken for the muscle by one of these alone.
        label: what a screen calls it, where that differs from `name`.
        note: what a person placing electrodes must know.
        site: the electrode site, or None where none is offered.
        mvc: positions for its maximum.
        atlas: whether it has a page of the atlas; then it has `anatomy` and `feel`.
        anatomy: where it is and what it does.
        feel: how to feel it.
        deep: why no sensor on the skin shows it alone; empty where one does.
        drawn_as: key of the muscle in whose shape it is drawn, where it has none of its own.
    """

    key: str
    name: str
    code: str
    region: Region
    offered: bool
    names: tuple[str, ...]
    rare_names: tuple[str, ...] = ()
    label: str = ""
    note: str = ""
    site: Site | None = None
    mvc: tuple[MvcPosition, ...] = ()
    atlas: bool = False
    anatomy: Anatomy | None = None
    feel: Feel | None = None
    deep: str = ""
    drawn_as: str = ""

    def __post_init__(self) -> None:
        if self.atlas and (self.anatomy is None or self.feel is None):
            raise InputError(
                f"muscle {self.key} is in the atlas without anatomy and a way to feel it"
            )
        if self.offered and (self.site is None or not self.mvc):
            raise InputError(f"muscle {self.key} is offered without an electrode site and position")

    @property
    def title(self) -> str:
        """What a screen or report calls it."""
        return self.label or self.name.lower()


def _muscles(folder: Path | None) -> dict[str, Muscle]:
    return _read(folder, stamp(folder))


@lru_cache(maxsize=8)
def _read(folder: Path | None, _stamps: object) -> dict[str, Muscle]:
    entries = read_folder(Muscle, "muscle", folder)
    codes: dict[str, str] = {}
    for entry in entries.values():
        if entry.code in codes:
            raise InputError(f"{entry.key} and {codes[entry.code]} have one code {entry.code!r}")
        codes[entry.code] = entry.key
        if entry.drawn_as and entry.drawn_as not in entries:
            raise InputError(f"{entry.key} is drawn as {entry.drawn_as!r}, which is no muscle")
    return entries


def muscles(folder: Path | None = None) -> tuple[Muscle, ...]:
    """All muscles in the order of their keys, with those of the user's own `folder`.

    Raises `InputError` where a file does not describe a muscle.
    """
    entries = _muscles(folder)
    return tuple(entries[key] for key in sorted(entries))


def muscle(key: str, folder: Path | None = None) -> Muscle:
    """The muscle of that key; raises `InputError` with near names where there is none.

    >>> muscle("gluteus_maximus").code
    'GMAX'
    """
    from innervate.body.naming import candidates_of

    return look_up(_muscles(folder), key, "muscle", lambda name: candidates_of(name, folder))
