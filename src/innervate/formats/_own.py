"""Lines of text in which formats of others keep what they have no field for.

Each line is a word and a JSON value: the streams, the events, the pairs of the clocks, the holes
in the data. A table carries them as comments, EDF as annotations. So what is written reads back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.core.plain import from_plain, to_plain
from innervate.core.recording import About, Recording
from innervate.core.stream import StreamSpec

OWN_MARK = "innervate "

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hole:
    """Samples of a stream, from `start` to before `stop`, that were not measured."""

    stream: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Own:
    """What the lines say."""

    streams: tuple[StreamSpec, ...]
    about: About
    events: tuple[Event, ...]
    clocks: tuple[Clock, ...]
    holes: tuple[Hole, ...]


def own_lines(recording: Recording, holes: Iterable[Hole] = ()) -> Iterator[str]:
    """The lines that describe a recording."""
    yield _line("about", recording.about)
    for spec in recording.streams:
        yield _line("stream", spec)
    for event in recording.events:
        yield _line("event", event)
    for clock in recording.clocks:
        for pair in clock.pairs:
            yield _line("clock", pair)
    for hole in holes:
        yield _line("hole", hole)


def read_own(lines: Iterable[str]) -> Own | None:
    """Read them; None where no stream is described. Raises `InputError` where one is damaged."""
    own = [line for line in lines if line.startswith(OWN_MARK)]
    streams = _all(own, "stream", StreamSpec)
    if not streams:
        return None
    about = _all(own, "about", About) or [About()]
    pairs = _all(own, "clock", ClockPair)
    clocks = tuple(
        Clock(name, (pair for pair in pairs if pair.clock == name))
        for name in dict.fromkeys(pair.clock for pair in pairs)
    )
    events, holes = _all(own, "event", Event), _all(own, "hole", Hole)
    return Own(tuple(streams), about[0], tuple(events), clocks, tuple(holes))


def _line(word: str, value: object) -> str:
    return f"{OWN_MARK}{word}: {json.dumps(to_plain(value))}"


def _all(lines: Iterable[str], word: str, kind: type[T]) -> list[T]:
    mark = f"{OWN_MARK}{word}: "
    out = []
    for line in lines:
        if line.startswith(mark):
            try:
                out.append(from_plain(kind, json.loads(line[len(mark) :])))
            except (ValueError, RecursionError, InputError) as error:
                raise InputError(
                    f"what {OWN_MARK}wrote into the file is damaged",
                    found=f"{line[:60]!r}: {error}",
                    fix=f"remove the lines that begin with {OWN_MARK!r} to read the bare samples",
                ) from error
    return out
