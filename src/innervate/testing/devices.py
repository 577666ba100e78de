"""The contracts of devices."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.clock import ClockPair
from innervate.core.device import Device
from innervate.core.errors import DeviceLostError, InnervateError, InputError, MissingExtraError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.core.units import KNOWN
from innervate.testing.contract import (
    BrokenError,
    Contract,
    NotApplicableError,
    check_words,
    within,
)

_LOOK_S, _PATIENCE_S = 1.0, 30.0
_READS, _READ_S = 200, 0.05
_ENOUGH_SAMPLES = 100
_NONSENSE = "no such address \u2603"
_LARGEST = {
    Kind.EMG: 0.1,
    Kind.EEG: 0.1,
    Kind.ACCELERATION: 1000.0,
    Kind.ANGULAR_RATE: 100.0,
    Kind.MAGNETIC_FIELD: 0.1,
    Kind.FORCE: 1e5,
}
"""What a body can hardly exceed, in SI units: beyond it the unit is wrong."""
_SI = {
    Kind.EMG: "V",
    Kind.EEG: "V",
    Kind.ACCELERATION: "m/s^2",
    Kind.ANGULAR_RATE: "rad/s",
    Kind.MAGNETIC_FIELD: "T",
    Kind.FORCE: "N",
}


@dataclass(frozen=True, slots=True)
class Bench:
    """A device with the name it is registered under, or None."""

    plugin: type[Device]
    name: str | None

    @contextmanager
    def address(self) -> Iterator[str]:
        """Something that can be opened here without hardware, for as long as it is needed.

        That is the class's `TEST_ADDRESS`, what its `rehearsal()` sets up, or a simulated find.
        """
        stated: str | None = getattr(self.plugin, "TEST_ADDRESS", None)
        rehearsal = getattr(self.plugin, "rehearsal", None)
        if stated is not None or rehearsal is None:
            yield stated or self._simulated()
        else:
            with rehearsal() as address:
                yield address

    def _simulated(self) -> str:
        finds = within(_PATIENCE_S, "discover()", lambda: self.plugin.discover(_LOOK_S))
        address = next((found.address for found in finds if found.simulated), None)
        if address is None:
            raise NotApplicableError(
                "not checked: nothing to open without hardware (give the class a TEST_ADDRESS, or "
                "a rehearsal() that sets something up and gives its address)"
            )
        return address


def described(bench: Bench) -> None:
    """The class is what the house expects."""
    check_words("TITLE", getattr(bench.plugin, "TITLE", None))


def discovers(bench: Bench) -> None:
    """Looking around takes no longer than said and gives what can be connected to."""
    finds = within(_PATIENCE_S, f"discover({_LOOK_S:g})", lambda: bench.plugin.discover(_LOOK_S))
    for found in finds:
        check_words("the address of a find", found.address)
        check_words("the title of a find", found.title)
        if bench.name is not None and found.device != bench.name:
            raise BrokenError(
                f"it found {found.device!r}, but the plug-in is called {bench.name!r}"
            )


def refuses(bench: Bench) -> None:
    """An address that makes no sense is refused with words."""
    try:
        source = bench.plugin.connect(_NONSENSE)
        try:
            within(_PATIENCE_S, f"open() of the address {_NONSENSE!r}", source.open)
        finally:
            source.close()
    except (InputError, DeviceLostError):
        return
    except MissingExtraError:
        raise
    except InnervateError as error:
        raise BrokenError(f"it raised {type(error).__name__}: {error}") from error
    raise BrokenError(f"the address {_NONSENSE!r} was accepted")


def counts(bench: Bench) -> None:
    """Every sample is counted, on streams that stay as they were declared."""
    with bench.address() as address, _opened(bench, address) as (source, specs):
        if not specs or len({spec.id for spec in specs}) != len(specs):
            raise BrokenError(f"{address!r} offers the streams {[spec.id for spec in specs]}")
        _check_items(_read(source, specs), specs)


def si_units(bench: Bench) -> None:
    """Values are in SI units and of a size that a body can make."""
    with bench.address() as address, _opened(bench, address) as (source, specs):
        for spec in specs:
            for channel in spec.channels:
                _check_unit(spec, channel)
        for item in _read(source, specs):
            if isinstance(item, Block):
                _check_size(item)


def closes(bench: Bench) -> None:
    """Closing twice, and opening again, is no trouble."""
    with bench.address() as address:
        with _opened(bench, address) as (source, specs):
            first = specs
            within(_PATIENCE_S, "close()", source.close)
            within(_PATIENCE_S, "a second close()", source.close)
        with _opened(bench, address) as (_, specs):
            if specs != first:
                raise BrokenError(f"{address!r} offers other streams when opened again")


@contextmanager
def _opened(bench: Bench, address: str) -> Iterator[tuple[Source, tuple[StreamSpec, ...]]]:
    source = bench.plugin.connect(address)
    check_words("the source's name", source.name)
    try:
        yield source, within(_PATIENCE_S, f"open() of {address!r}", source.open)
    finally:
        source.close()


def _read(source: Source, specs: tuple[StreamSpec, ...]) -> list[Item]:
    """Items until every regular stream has given some samples, or patience ends."""
    lacking = {spec.id: _ENOUGH_SAMPLES for spec in specs if spec.rate_hz and spec.rate_hz >= 20}
    items: list[Item] = []
    for _ in range(_READS):
        got = within(_PATIENCE_S, f"read({_READ_S})", lambda: source.read(_READ_S))
        items += got
        for item in got:
            if isinstance(item, Block) and item.spec.id in lacking:
                lacking[item.spec.id] -= len(item)
        if all(left <= 0 for left in lacking.values()) or source.exhausted:
            break
    silent = [name for name, left in lacking.items() if left == _ENOUGH_SAMPLES]
    if silent:
        raise BrokenError(f"stream {silent[0]!r} gave no sample in {_READS} reads")
    return items


def _check_items(items: list[Item], specs: tuple[StreamSpec, ...]) -> None:
    declared = {spec.id: spec for spec in specs}
    reached: dict[str, int] = {}
    heard: dict[str, float] = {}
    gaps: set[str | None] = set()
    for item in items:
        if isinstance(item, ClockPair):
            if item.device_s < heard.get(item.clock, -math.inf):
                raise BrokenError(f"the pairs of clock {item.clock!r} go back in device time")
            heard[item.clock] = item.device_s
        elif isinstance(item, Event):
            gaps |= {item.stream} if item.kind in (EventKind.GAP, EventKind.RETURNED) else set()
        else:
            _check_block(item, declared, reached, gaps)


def _check_block(
    block: Block, declared: dict[str, StreamSpec], reached: dict[str, int], gaps: set[str | None]
) -> None:
    name = block.spec.id
    if declared.get(name) != block.spec:
        raise BrokenError(f"a block of stream {name!r} has another spec than open() declared")
    expected = reached.get(name, block.start)
    if block.start < expected:
        raise BrokenError(f"stream {name!r} went back from sample {expected} to {block.start}")
    if block.start > expected and not gaps & {name, None}:
        raise BrokenError(
            f"stream {name!r} jumped from sample {expected} to {block.start} without a GAP event"
        )
    gaps.discard(name)
    reached[name] = block.stop


def _check_unit(spec: StreamSpec, channel: Channel) -> None:
    if channel.unit not in KNOWN:
        raise BrokenError(f"channel {channel.name!r} of {spec.id!r} is in {channel.unit!r}")
    wanted = _SI.get(channel.kind)
    if wanted is not None and channel.unit not in (wanted, "au"):
        raise BrokenError(f"{channel.kind} channel {channel.name!r} is in {channel.unit!r}")


def _check_size(block: Block) -> None:
    for column, channel in enumerate(block.spec.channels):
        largest = _LARGEST.get(channel.kind)
        values = block.data[:, column]
        values = values[np.isfinite(values)]
        if largest is None or channel.unit == "au" or not len(values):
            continue
        if float(np.abs(values).max()) > largest:
            raise BrokenError(
                f"channel {channel.name!r} reaches {float(np.abs(values).max()):g} {channel.unit}, "
                f"more than {largest:g} {channel.unit}"
            )


CONTRACTS = (
    Contract("description", "a device has a TITLE", "follow core.device.Device", described),
    Contract(
        "discovery",
        "discover(timeout_s) comes back in time with what can be connected to",
        "bound every wait by timeout_s and name the plug-in's own file in Found.device",
        discovers,
    ),
    Contract(
        "refusal",
        "an address that makes no sense is refused with an InputError",
        "check the address in connect() and say what an address looks like",
        refuses,
    ),
    Contract(
        "every sample counted",
        "blocks follow each other by index, a loss is told by a GAP event, the spec is constant",
        "count samples as the device does, and give a GAP event before the block after a loss",
        counts,
    ),
    Contract(
        "SI units",
        "values are in SI units and of a size that a body can make",
        "convert counts to SI units at the edge",
        si_units,
    ),
    Contract(
        "opens and closes",
        "a source can be closed twice, and its address opened again",
        "make close() safe to repeat and free everything in it",
        closes,
    ),
)
