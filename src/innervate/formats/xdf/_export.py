"""Any recording as one of ours."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from innervate.core.clock import Clock
from innervate.core.errors import InputError
from innervate.core.recording import Recording
from innervate.core.source import Item
from innervate.core.stream import Block
from innervate.formats.xdf._writer import XdfWriter

_GROUP_BYTES: Final = 1 << 22


def write(recording: Recording, path: Path) -> None:
    """Write a recording; an older file at `path` is replaced once the new one is complete.

    Raises `InputError` where the file cannot be written.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.unlink(missing_ok=True)
        with XdfWriter.create(fresh, recording.about, recording.streams) as writer:
            for item in _items(recording):
                writer.append(item)
                if writer.buffered >= _GROUP_BYTES:
                    writer.commit()
        fresh.replace(path)
    except OSError as error:
        raise InputError(
            f"cannot write {path.name}",
            found=(error.strerror or type(error).__name__).lower(),
            fix="choose a folder that you may write to and that has room",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def _items(recording: Recording) -> Iterator[Item]:
    """Blocks with the events and clock pairs put before the first block that reaches them."""
    clocks = {clock.name: clock for clock in recording.clocks}
    pairs = {clock.name: list(reversed(clock.pairs)) for clock in recording.clocks}
    events = list(reversed(recording.events))
    for block in recording.blocks():
        device_s, session_s = _stop_s(block, clocks)
        due = pairs.get(block.spec.clock, [])
        while due and due[-1].device_s <= device_s:
            yield due.pop()
        while events and events[-1].at_s <= session_s:
            yield events.pop()
        yield block
    for left in pairs.values():
        yield from reversed(left)
    yield from reversed(events)


def _stop_s(block: Block, clocks: dict[str, Clock]) -> tuple[float, float]:
    """The device and session second at which a block ends."""
    if block.spec.rate_hz is None:
        last_s = float(block.time_s[-1]) if block.time_s is not None and len(block) else 0.0
        return last_s, last_s
    device_s = block.stop / block.spec.rate_hz
    clock = clocks.get(block.spec.clock)
    return device_s, device_s if clock is None else clock.session_s(device_s)
