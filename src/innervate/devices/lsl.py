"""Streams of the Lab Streaming Layer (labstreaminglayer.org)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote

from innervate.core.device import Device, Found
from innervate.core.errors import DeviceLostError, InputError
from innervate.core.source import Item, Source
from innervate.core.stream import StreamSpec
from innervate.devices._lsl_describe import OWN_SOURCE, SIMULATED, describe, text
from innervate.devices._lsl_link import Link, load_pylsl
from innervate.devices._lsl_markers import MarkerWatch
from innervate.devices._lsl_stream import LslStream
from innervate.devices._origin import host_clock_s

_FIND_S = 4.0
_MORE_S = 1.5
_SLICE_S = 0.004
_ANY, _MOST = "channel_count>0", 1024
_FIELDS = ("name", "type", "uid", "source_id", "hostname")
_MARKERS = "markers"


@dataclass(frozen=True, slots=True)
class Query:
    """Which streams are meant: all fields given must match; and which markers to record.

    >>> Query.parse("type=EMG&markers=none").predicate
    "type='EMG' and channel_format!='string'"
    """

    fields: tuple[tuple[str, str], ...]
    markers: str = "all"

    @classmethod
    def parse(cls, address: str) -> Query:
        """Read ``name=Trigno&type=EMG`` or a bare name; raises `InputError` on other fields."""
        if "=" not in address:
            pairs = [("name", address)]
        else:
            pairs = parse_qsl(address.replace("+", "%2B"))
        for key, _ in pairs:
            if key not in (*_FIELDS, _MARKERS):
                raise InputError(
                    f"lsl knows no field {key!r}",
                    given=repr(address),
                    fix=f"use {', '.join(_FIELDS)} or {_MARKERS}",
                )
        fields = tuple((key, value) for key, value in pairs if key != _MARKERS)
        if not all(value for _, value in fields) or not fields:
            raise InputError(
                "an LSL address must name a stream",
                given=repr(address),
                fix="write lsl:NAME, lsl:type=EMG or lsl:source_id=...",
            )
        return cls(fields, dict(pairs).get(_MARKERS, "all"))

    @property
    def predicate(self) -> str:
        """The query as the XPath condition that LSL resolves."""
        terms = [f"{key}={_quoted(value)}" for key, value in self.fields]
        return " and ".join((*terms, "channel_format!='string'"))

    @property
    def unique(self) -> bool:
        """Whether it can mean one stream only."""
        return any(key in ("uid", "source_id") for key, _ in self.fields)


class LslSource:
    """Numeric LSL streams and the markers around them; a `Source`.

    Time stamps are mapped to this computer's LSL clock by corrections that a thread renews every
    few seconds, and counted from `origin_s` (the host-clock second that is session second 0; the
    moment of opening, if None). Regular streams are put on a grid (`_grid.SampleGrid`).
    """

    def __init__(self, query: Query, *, now_s: Callable[[], float] = host_clock_s) -> None:
        self._query, self._now_s = query, now_s
        self._streams: tuple[LslStream, ...] = ()
        self._markers: MarkerWatch | None = None
        self._turn = 0
        self.origin_s: float | None = None

    @property
    def name(self) -> str:
        """The query in words."""
        return "LSL " + ", ".join(value for _, value in self._query.fields)

    @property
    def exhausted(self) -> bool:
        """Never: a stream may always come back."""
        return False

    def open(self) -> tuple[StreamSpec, ...]:
        """Find and connect to the streams; raises `DeviceLostError` if none answers."""
        pylsl = load_pylsl()
        infos = _find(self._query)
        now_s = self._now_s()
        if self.origin_s is None:
            self.origin_s = now_s
        origin_s = float(pylsl.local_clock()) - (now_s - self.origin_s)
        streams: list[LslStream] = []
        specs: list[StreamSpec] = []
        try:
            for info, name in zip(infos, _names(infos), strict=True):
                link = Link(info)
                described = describe(link.info, name)
                search = _search(info)
                streams.append(LslStream(link, described, origin_s, search, self._now_s))
                specs.append(described.spec)
        except (InputError, DeviceLostError):
            for stream in streams:
                stream.close()
            raise
        self._streams = tuple(streams)
        if self._query.markers != "none":
            name_wanted = None if self._query.markers == "all" else self._query.markers
            self._markers = MarkerWatch(name_wanted, origin_s)
        return tuple(specs)

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what has come; raises `DeviceLostError` if a stream came back as another."""
        deadline_s = self._now_s() + timeout_s
        while True:
            out: list[Item] = list(self._markers.poll()) if self._markers else []
            for stream in self._streams:
                out += stream.poll()
            left_s = deadline_s - self._now_s()
            if out or left_s <= 0 or not self._streams:
                return out
            self._wait(left_s)

    def close(self) -> None:
        """Let go of all streams; may be called twice."""
        if self._markers is not None:
            self._markers.close()
            self._markers = None
        for stream in self._streams:
            stream.close()
        self._streams = ()

    def _wait(self, left_s: float) -> None:
        """Wait on one stream after the other, shortly if there is more than one thing to hear."""
        alone = len(self._streams) == 1 and self._markers is None
        slice_s = left_s if alone else min(left_s, _SLICE_S)
        self._turn = (self._turn + 1) % len(self._streams)
        if not self._streams[self._turn].wait(slice_s):
            time.sleep(min(left_s, _SLICE_S))


class Lsl:
    """The device behind ``lsl:NAME``, ``lsl:type=EMG``, ``lsl:source_id=abc&markers=none``.

    Fields: name, type, uid, source_id, hostname; all streams that match are read. ``markers`` is
    ``all`` (every text stream on the network), ``none``, or the name of one.
    """

    TITLE: ClassVar[str] = "Lab Streaming Layer"

    @classmethod
    def discover(cls, timeout_s: float) -> tuple[Found, ...]:
        """The numeric streams on the network that are not our own."""
        found = []
        for info in load_pylsl().resolve_bypred(_ANY, _MOST, timeout_s):
            if text(info, "source_id").startswith(OWN_SOURCE) or _is_text(info):
                continue
            source_id, name = text(info, "source_id"), text(info, "name")
            field = ("source_id", source_id) if source_id else ("uid", text(info, "uid"))
            rate_hz = float(info.nominal_srate())
            rate = f"at {rate_hz:g} Hz" if rate_hz else "without a fixed rate"
            detail = f"{text(info, 'type')}, {info.channel_count()} channels {rate}"
            address = f"{field[0]}={quote(field[1], safe='/:')}"
            found.append(Found("lsl", address, name, detail, SIMULATED in name))
        return tuple(sorted(found, key=lambda one: (one.title, one.address)))

    @classmethod
    def connect(cls, address: str) -> Source:
        """A source; raises `InputError` for an address that names no stream."""
        return LslSource(Query.parse(address))

    @classmethod
    @contextmanager
    def rehearsal(cls) -> Iterator[str]:
        """The address of an outlet of noise on this computer, for the contract suite."""
        from innervate.devices._lsl_rehearsal import noise_outlet

        with noise_outlet() as source_id:
            yield f"source_id={source_id}&{_MARKERS}=none"


def _find(query: Query) -> list[Any]:
    """The infos of the streams meant, in a lasting order."""
    pylsl = load_pylsl()
    infos = pylsl.resolve_bypred(query.predicate, 1, _FIND_S)
    if not infos:
        others = sorted({text(info, "name") for info in pylsl.resolve_bypred(_ANY, _MOST, _MORE_S)})
        raise DeviceLostError(
            "no LSL stream answers to " + " and ".join(f"{k}={v}" for k, v in query.fields),
            found=", ".join(others) or "no stream at all",
            fix="start the program that publishes it, on this computer or network",
        )
    if not query.unique:
        infos += pylsl.resolve_bypred(query.predicate, _MOST, _MORE_S)
    unique = {text(info, "uid"): info for info in infos}
    return sorted(unique.values(), key=lambda info: (text(info, "name"), text(info, "source_id")))


def _names(infos: Sequence[Any]) -> list[str]:
    """Stream ids: the names, numbered where two are the same."""
    names: list[str] = []
    for info in infos:
        name = text(info, "name") or "lsl"
        count = 2
        unique = name
        while unique in names:
            unique, count = f"{name} {count}", count + 1
        names.append(unique)
    return names


def _search(info: Any) -> Callable[[], Link | None]:
    """How to look for the same stream after a loss: by source id, else by name, type and host."""
    source_id = text(info, "source_id")
    keys = ("source_id",) if source_id else ("name", "type", "hostname")
    terms = [f"{key}={_quoted(text(info, key))}" for key in keys]
    predicate = " and ".join((*terms, "channel_format!='string'"))

    def search() -> Link | None:
        for found in load_pylsl().resolve_bypred(predicate, 1, 1.0):
            # One that is just going may still answer, but cannot be connected to.
            with suppress(DeviceLostError):
                return Link(found)
        return None

    return search


def _is_text(info: Any) -> bool:
    return bool(info.channel_format() == load_pylsl().cf_string)


def _quoted(value: str) -> str:
    for mark in ("'", '"'):
        if mark not in value:
            return f"{mark}{value}{mark}"
    raise InputError("an LSL address cannot hold both kinds of quotes", given=value)


PLUGIN: type[Device] = Lsl
