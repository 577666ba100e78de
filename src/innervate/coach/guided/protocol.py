"""Guided protocols as data: one TOML file each, named by its key."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Final

from innervate.body._toml import look_up, place_of, stamp
from innervate.body.own import OwnBody
from innervate.body.safety import Backing
from innervate.coach.guided.chosen import Choice, Sensor
from innervate.coach.guided.reading import read_steps
from innervate.coach.guided.steps import Step
from innervate.coach.guided.tables import read_table
from innervate.core.errors import InputError
from innervate.core.plain import Plain

BUILT_IN: Final = Path(__file__).parent / "protocols"


class Family(StrEnum):
    """What sort of thing a protocol is; screens group by it."""

    CENTRE = "centre"
    PRIME = "prime"
    FEEL = "feel"
    TRAIN = "train"
    IMAGERY = "imagery"
    AUTOMATIC = "automatic"
    RUN = "run"
    BALANCE = "balance"
    EVERY_DAY = "every_day"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the protocol rests on, and how it is backed; `source` is a key of a study."""

    text: str
    status: Backing
    source: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of doing the protocol that is chosen at the start.

    Attributes:
        key, name: what it is called.
        feedback_percent: the share of repetitions that get feedback in it; None: as chosen.
    """

    key: str
    name: str
    feedback_percent: float | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    """How much, in words and, where they are known, in numbers.

    Attributes:
        words: in a sentence.
        sets, reps: in a session.
        seconds: of a session, what is only read or asked left out.
        sessions_per_week, weeks, sessions: how often.
        rest_hours: at least so long until the next.
    """

    words: str
    sets: int | None = None
    reps: int | None = None
    seconds: float | None = None
    sessions_per_week: float | None = None
    weeks: float | None = None
    sessions: int | None = None
    rest_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Fade:
    """For so many sessions this share of the repetitions gets feedback."""

    percent: float
    sessions: int


@dataclass(frozen=True, slots=True)
class GuidedProtocol:
    """A guided protocol; one TOML file in `coach/guided/protocols` or in the user's own folder.

    Attributes:
        key: the file's name.
        name, purpose: what it is called, and what it is for in plain words.
        family: what sort of thing it is.
        claims: ids of the evidence rows behind it; their verdicts are shown with it.
        facts: what it rests on, one by one.
        dose: how much.
        progression: when to do more, or less.
        gates: what must be so for a repetition or session to count.
        stops: when to stop.
        helps: what sensors make it better.
        requires: those without which it cannot be done.
        chooses: what the person chooses; `muscles`, `exercise`: what is taken otherwise.
        variants: ways of doing it; the first is usual.
        screen: keys of the safety screens before it.
        load_gate_percent: above this share of the 1RM the cue is the one about the effect.
        fading: the schedule of feedback over sessions.
        eyes_closed: whether it can be done by ear alone.
        aliases: other keys that it is found by.
        steps: what is done.
        own: the user's own muscles and exercises that it may name; not in the file.
    """

    key: str
    name: str
    purpose: str
    family: Family
    claims: tuple[str, ...]
    facts: tuple[Fact, ...]
    dose: Dose
    progression: str = ""
    gates: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    helps: tuple[Sensor, ...] = ()
    requires: tuple[Sensor, ...] = ()
    chooses: tuple[Choice, ...] = ()
    muscles: tuple[str, ...] = ()
    exercise: str = ""
    variants: tuple[Variant, ...] = ()
    screen: tuple[str, ...] = ()
    load_gate_percent: float | None = None
    fading: tuple[Fade, ...] = ()
    eyes_closed: bool = False
    aliases: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    own: OwnBody = field(default_factory=OwnBody)


def guided(key: str, folder: Path | None = None) -> GuidedProtocol:
    """The guided protocol of that key; raises `InputError` with near names where there is none.

    >>> guided("clark2014").dose.seconds
    700.0
    """
    entries = _all(folder)
    wanted = key.strip().lower().replace("-", "_").replace(" ", "_")
    named = {alias: one for one in entries.values() for alias in one.aliases}
    return look_up({**named, **entries}, wanted, "guided protocol")


def guided_protocols(folder: Path | None = None) -> tuple[GuidedProtocol, ...]:
    """All guided protocols in the order of their keys, with those of the user's own `folder`.

    They may name the user's own muscles and exercises, whose folders lie beside that one.

    Raises `InputError` where a file does not describe one, names something that does not exist
    or takes the name of a built-in one. A file is read again when it changes.
    """
    entries = _all(folder)
    return tuple(entries[key] for key in sorted(entries))


def read_guided(path: Path, own: OwnBody, *, checked: bool = True) -> GuidedProtocol:
    """One file as a protocol; raises `InputError` that names the file and the step.

    Checking lays out every variant. The built-in files are checked by the tests instead, so that
    a program that starts need not wait for it.
    """
    from innervate.coach.guided.checking import check

    content = _content(path)
    steps = content.pop("steps", None)
    try:
        bare = read_table(
            GuidedProtocol, content, partial(place_of, path), key=path.stem, steps=(), own=own
        )
        one = replace(bare, steps=read_steps(steps))
        if checked:
            check(one)
    except InputError as error:
        raise InputError(
            f"{path} does not describe a guided protocol",
            found=error.found or error.what,
            fix=error.fix or "correct that; the built-in files show the form",
        ) from error
    return one


@cache
def _built_in() -> dict[str, GuidedProtocol]:
    paths = sorted(BUILT_IN.glob("*.toml"))
    return {path.stem: read_guided(path, OwnBody(), checked=False) for path in paths}


def _all(folder: Path | None) -> dict[str, GuidedProtocol]:
    if folder is None:
        return _built_in()
    own = OwnBody.below(folder.parent)
    stamps = (stamp(folder), stamp(own.exercise_folder), stamp(own.muscle_folder))
    return _with_own(folder, own, stamps)


@cache
def _with_own(folder: Path, own: OwnBody, _stamps: object) -> dict[str, GuidedProtocol]:
    entries = dict(_built_in())
    if not folder.is_dir():
        raise InputError(
            "there is no folder of protocols of your own", given=str(folder), fix="name a folder"
        )
    for path in sorted(folder.glob("*.toml")):
        if path.stem in entries:
            raise InputError(
                f"{path} takes the name of a built-in protocol", fix="give the file another name"
            )
        entries[path.stem] = read_guided(path, own)
    return entries


def _content(path: Path) -> dict[str, Plain]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}", found=error.strerror or str(error)) from error
    except ValueError as error:
        raise InputError(
            f"{path} is not a TOML file", found=str(error), fix="correct the line it names"
        ) from error
