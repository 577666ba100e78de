"""What a player without a server hands back: the sessions that were done there, as one JSON file.

The JSON is the dataclasses below field by field; enums are their strings, tuples are lists, an
absent value is null. Times of a session are ISO 8601 with a zone, `at_s` is seconds since its start
by the clock of that device, pauses and interruptions counted in. `protocol`, `seed` and `chosen`
make the score again (`composing.compose`). A session keeps its `id` for ever, so whoever stores
sessions by it can read a file twice and keep each once.
"""

from __future__ import annotations

import json
import math
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast

from innervate.body.movement import exercise
from innervate.coach.acts import Why
from innervate.coach.guided.chosen import Chosen
from innervate.core.errors import InputError
from innervate.core.plain import Plain, from_plain, to_plain

FORMAT: Final = "innervate-results-1"
LONGEST: Final = 50_000_000
"""Characters of a file; ten years of sessions have fewer."""
_SLACK_S: Final = 1.0
"""How far times that were rounded may lie beyond the end."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it was given; `value` in `unit`, `text` where it has words (see `Answer`)."""

    label: str
    value: float | None
    unit: str
    text: str
    at_s: float


@dataclass(frozen=True, slots=True)
class PlayedBeat:
    """A beat that began at that second; one that was gone back to is there twice."""

    index: int
    at_s: float


@dataclass(frozen=True, slots=True)
class PlayedSession:
    """A session that was done.

    Attributes:
        id: a UUID.
        protocol, seed, chosen: what its score was made with.
        started_at, ended_at: ISO 8601 with zone.
        why: how it ended.
        answers, beats: in the order of time.
    """

    id: str
    protocol: str
    seed: int
    chosen: Chosen
    started_at: str
    ended_at: str
    why: Why
    answers: tuple[GivenAnswer, ...]
    beats: tuple[PlayedBeat, ...]

    def __post_init__(self) -> None:
        _uuid(self.id)
        start, end = _moment(self.started_at), _moment(self.ended_at)
        if end < start:
            raise InputError("it ends before it starts", given=f"{start} to {end}")
        if not self.protocol:
            raise InputError("it does not say which protocol was done")
        values = [one.value for one in self.answers if one.value is not None]
        if not all(map(math.isfinite, values)):
            raise InputError("an answer is no number")
        times = [one.at_s for one in self.answers] + [one.at_s for one in self.beats]
        if not all(0 <= at_s <= (end - start).total_seconds() + _SLACK_S for at_s in times):
            raise InputError("a step or an answer lies outside the session")
        if any(beat.index < 0 for beat in self.beats):
            raise InputError("a step has a number below 0")
        if any(not one.label for one in self.answers):
            raise InputError("an answer has no label")


@dataclass(frozen=True, slots=True)
class Damaged:
    """A session of the file that cannot be used: its place from 1, its id if known, why."""

    place: int
    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Results:
    """What a file of results holds.

    Attributes:
        made_at: when it was made; ISO 8601 with zone.
        device: what made it, in words.
        sessions: those that can be used, each once, oldest first.
        damaged: those that cannot.
    """

    made_at: str
    device: str
    sessions: tuple[PlayedSession, ...]
    damaged: tuple[Damaged, ...] = ()

    def to_json(self) -> str:
        """The file as a player writes it; what is damaged is left out."""
        plain = {
            "form": FORMAT,
            "made_at": self.made_at,
            "device": self.device,
            "sessions": to_plain(self.sessions),
        }
        return json.dumps(plain, ensure_ascii=False, allow_nan=False)


def is_results(head: str) -> bool:
    """Whether a text that begins so is a file of results.

    >>> is_results('{ "form": "innervate-results-1", "made_at": ')
    True
    """
    start = "".join(head.removeprefix("\ufeff")[:200].split())
    return start.startswith(f'{{"form":"{FORMAT}"')


def read_results(text: str) -> Results:
    """Read a file of results; a session that is damaged is told in `damaged`, the rest is kept.

    Raises `InputError` where it is not such a file.
    """
    plain = _content(text)
    sessions: dict[str, PlayedSession] = {}
    damaged: list[Damaged] = []
    for place, item in enumerate(cast("list[Plain]", plain["sessions"]), 1):
        try:
            one = _session(item)
            if sessions.get(one.id, one) != one:
                raise InputError("another session of this file has the same id")
            sessions[one.id] = one
        except (InputError, OverflowError) as error:
            damaged.append(Damaged(place, _id_of(item), str(error)))
    ordered = sorted(sessions.values(), key=lambda one: (_moment(one.started_at), one.id))
    return Results(str(plain["made_at"]), str(plain["device"]), tuple(ordered), tuple(damaged))


def _session(item: Plain) -> PlayedSession:
    """One session; an exercise that is described otherwise today is taken by its key."""
    chosen = item.get("chosen") if isinstance(item, dict) else None
    done = chosen.get("exercise") if isinstance(chosen, dict) else None
    try:
        return from_plain(PlayedSession, item)
    except InputError:
        key = done.get("key") if isinstance(done, dict) else None
        if not (isinstance(item, dict) and isinstance(chosen, dict) and isinstance(key, str)):
            raise
        renewed: Plain = {**chosen, "exercise": to_plain(exercise(key))}
        return from_plain(PlayedSession, {**item, "chosen": renewed})


def _content(text: str) -> dict[str, Plain]:
    """The outermost object, whose fields are there and of their kinds."""
    if len(text) > LONGEST:
        raise InputError("the file of results is too long", found=f"{len(text)} characters")
    try:
        plain = cast("Plain", json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number))
    except (ValueError, RecursionError) as error:
        raise InputError(
            "this is not a file of results",
            found=str(error) or "nothing",
            fix="give the file as the player saved it",
        ) from error
    form = plain.get("form") if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or form != FORMAT:
        raise InputError(
            "this is not a file of results that can be read",
            found="no name of a form" if form is None else f"the form {form!r}",
            fix=f"give a file of the form {FORMAT}, which the player saves",
        )
    for name, kind in (("made_at", str), ("device", str), ("sessions", list)):
        if not isinstance(plain.get(name), kind):
            raise InputError("the file of results is damaged", found=f"no {name} in it")
    _moment(str(plain["made_at"]))
    return plain


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _moment(text: str) -> datetime:
    """A time with a zone, in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError("a time cannot be read", found=repr(text)) from error
    if moment.tzinfo is None:
        raise InputError("a time has no zone", found=repr(text))
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise InputError("a time cannot be read", found=repr(text)) from error


def _uuid(text: str) -> None:
    try:
        sound = str(uuid.UUID(text)) == text
    except ValueError:
        sound = False
    if not sound:
        raise InputError("the id is no UUID", found=repr(text))


def _id_of(item: Plain) -> str:
    found = item.get("id") if isinstance(item, dict) else None
    return found if isinstance(found, str) else ""
