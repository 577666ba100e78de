"""Devices with one bug each, beside a correct twin that makes its samples up without waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import ClassVar

from innervate.core.channel import Channel, Kind
from innervate.core.clock import ClockPair
from innervate.core.device import Found
from innervate.core.errors import InputError, MissingExtraError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.testing.signals import signal

SPEC = StreamSpec("emg", (Channel("BB", Kind.EMG, "V"),), 1000.0, "toy", simulated=True)


class ToySource:
    """Correct; it loses ten samples after the first hundred and says so."""

    scale = 1.0
    tells_gap = True
    spec = SPEC

    def __init__(self) -> None:
        self.at = 0
        self.is_open = False

    @property
    def name(self) -> str:
        return "toy"

    def open(self) -> tuple[StreamSpec, ...]:
        self.is_open = True
        return (self.spec,)

    def read(self, timeout_s: float) -> Sequence[Item]:
        items: list[Item] = [ClockPair("toy", self.at / 1000.0, 3.0 + self.at / 1000.0)]
        if self.at == 50:
            self.at += 10
            gap = Event(3.06, EventKind.GAP, stream="emg", sample=self.at, value=10.0, unit="1")
            items += [gap] if self.tells_gap else []
        data = self.scale * signal(SPEC, self.at + 25)[self.at :]
        items.append(self.block(self.at, data[:25]))
        self.at += 25
        return items

    def block(self, start: int, data: object) -> Block:
        return Block(self.spec, start, data)  # type: ignore[arg-type]

    @property
    def exhausted(self) -> bool:
        return False

    def close(self) -> None:
        self.is_open = False


class Toy:
    """Correct."""

    TITLE: ClassVar[str] = "toy"
    SOURCE: ClassVar[type[ToySource]] = ToySource

    @classmethod
    def discover(cls, timeout_s: float) -> tuple[Found, ...]:
        return (Found("toy", "toy:1", "a toy", simulated=True),)

    @classmethod
    def connect(cls, address: str) -> Source:
        if address != "toy:1":
            raise InputError("there is no such toy", given=repr(address), fix="use toy:1")
        return cls.SOURCE()


class _Silent(ToySource):
    tells_gap = False


class SilentGap(Toy):
    """Lost samples are not told."""

    SOURCE = _Silent


class _Micro(ToySource):
    scale = 1e6


class Microvolts(Toy):
    """Microvolts are said to be volts."""

    SOURCE = _Micro


class _Changing(ToySource):
    def block(self, start: int, data: object) -> Block:
        spec = replace(self.spec, rate_hz=1000.0 + start)
        return Block(spec, start, data)  # type: ignore[arg-type]


class ChangingSpec(Toy):
    """The rate changes on the way."""

    SOURCE = _Changing


class _Fragile(ToySource):
    def close(self) -> None:
        if not self.is_open:
            raise RuntimeError("it is closed already")
        super().close()


class Fragile(Toy):
    """Closing twice is a crash."""

    SOURCE = _Fragile


class Gullible(Toy):
    """Any address will do."""

    @classmethod
    def connect(cls, address: str) -> Source:
        return cls.SOURCE()


class Nameless(Toy):
    """What it finds has no title."""

    @classmethod
    def discover(cls, timeout_s: float) -> tuple[Found, ...]:
        return (Found("toy", "toy:1", "", simulated=True),)


class Hardware(Toy):
    """Nothing to open without hardware; correct as far as one can see."""

    @classmethod
    def discover(cls, timeout_s: float) -> tuple[Found, ...]:
        return ()


class Rehearsed(Hardware):
    """Sets something up for as long as it is tried, and knows no other address; correct."""

    there: ClassVar[bool] = False

    @classmethod
    @contextmanager
    def rehearsal(cls) -> Iterator[str]:
        cls.there = True
        yield "toy:1"
        cls.there = False

    @classmethod
    def connect(cls, address: str) -> Source:
        if not cls.there:
            raise InputError("nothing is there yet", given=address)
        return super().connect(address)


class WithoutExtra(Hardware):
    """Needs a package that is not installed; correct."""

    @classmethod
    def discover(cls, timeout_s: float) -> tuple[Found, ...]:
        raise MissingExtraError.of("toylib", "toy")

    @classmethod
    def connect(cls, address: str) -> Source:
        raise MissingExtraError.of("toylib", "toy")
