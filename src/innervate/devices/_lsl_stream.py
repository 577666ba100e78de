"""A numeric LSL stream: its samples on a grid, its loss and its return."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from innervate.core.errors import DeviceLostError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item
from innervate.core.stream import Block, Samples
from innervate.devices._grid import SampleGrid
from innervate.devices._lsl_describe import Described, describe
from innervate.devices._lsl_link import Link, load_pylsl
from innervate.devices._retry import Retry

_ROWS = 4096
_SILENT_S = 2.0
_RETRY_S = 0.5


class LslStream:
    """Reads one stream; after a loss it looks for the stream again and goes on where it was.

    Args:
        link: the open connection.
        described: its spec and scale.
        origin_s: the local LSL second that is session second 0.
        search: looks once for the stream again; None if it is not there.
        now_s: the host's clock, for silence.
    """

    def __init__(
        self,
        link: Link,
        described: Described,
        origin_s: float,
        search: Callable[[], Link | None],
        now_s: Callable[[], float],
    ) -> None:
        self._link: Link | None = link
        self._described, self._origin_s = described, origin_s
        self._search, self._now_s = search, now_s
        self._retry: Retry[Link] | None = None
        spec = described.spec
        self._grid = None if spec.rate_hz is None else SampleGrid(spec, origin_s)
        self._irregular = _Irregular(described, origin_s)
        self._rows = np.empty((_ROWS, len(spec.channels)), link.dtype)
        self._stamps: list[float] = []
        self._heard_s = now_s()
        self._silent = False
        self._broken = False

    def wait(self, timeout_s: float) -> bool:
        """Wait for a sample at most so long; False where there is no connection to wait on."""
        if self._link is None:
            return False
        if not (self._stamps or self._broken):
            self._pull(self._link, timeout_s, 1)
        return True

    def poll(self) -> list[Item]:
        """What there is now, without waiting."""
        if self._link is None:
            return self._try_return()
        link = self._link
        if not self._broken:
            self._pull(link, 0.0, _ROWS - len(self._stamps))
        if self._broken:
            return self._lost(link)
        if not self._stamps:
            return self._check_silence()
        stamps_s = np.array(self._stamps) + link.correction_s
        data = self._rows[: len(self._stamps)] * self._described.scale
        self._stamps = []
        self._heard_s = self._now_s()
        told = self._told(EventKind.RETURNED, "samples come again") if self._silent else []
        self._silent = False
        return told + self._placed(stamps_s, data)

    def close(self) -> None:
        """Let go of the connection and stop looking for it."""
        if self._retry is not None:
            found = self._retry.stop()
            if found is not None:
                found.close()
            self._retry = None
        if self._link is not None:
            self._link.close()
            self._link = None

    def _pull(self, link: Link, timeout_s: float, most: int) -> None:
        held = len(self._stamps)
        if most <= 0:
            return
        try:
            _, stamps = link.inlet.pull_chunk(
                timeout_s, most, dest_obj=self._rows[held : held + most]
            )
        except RuntimeError:  # LostError and what else the library says of a dead stream
            self._broken = True
            return
        self._stamps += stamps

    def _placed(self, stamps_s: Samples, data: Samples) -> list[Item]:
        if self._grid is not None:
            return self._grid.push(stamps_s, data)
        return [self._irregular.block(stamps_s, data)]

    def _lost(self, link: Link) -> list[Item]:
        out: list[Item] = []
        if self._stamps:
            stamps_s = np.array(self._stamps) + link.correction_s
            out += self._placed(stamps_s, self._rows[: len(self._stamps)] * self._described.scale)
            self._stamps = []
        if self._grid is not None:
            out += self._grid.flush()
            self._grid.resume()
        link.close()
        self._link, self._broken = None, False
        if not self._silent:
            out += self._told(EventKind.LOST, "the stream is gone")
        self._silent = False
        self._retry = Retry(self._search, _RETRY_S)
        return out

    def _try_return(self) -> list[Item]:
        assert self._retry is not None
        link = self._retry.take()
        if link is None:
            return []
        self._retry = None
        again = describe(link.info, self._described.spec.id)
        same_scale = np.array_equal(again.scale, self._described.scale)
        same_type = link.dtype == self._rows.dtype
        if again.spec != self._described.spec or not same_scale or not same_type:
            link.close()
            raise DeviceLostError(
                f"the LSL stream {self._described.spec.id!r} came back as another",
                found=_head(again),
                given=_head(self._described),
                fix="finish this recording and begin a new one",
            )
        self._link = link
        self._heard_s = self._now_s()
        return self._told(EventKind.RETURNED, "the stream is back")

    def _check_silence(self) -> list[Item]:
        quiet_s = self._now_s() - self._heard_s
        if self._grid is None or self._silent or quiet_s < _SILENT_S:
            return []
        self._silent = True
        return [
            *self._grid.flush(),
            *self._told(EventKind.LOST, f"no sample for {_SILENT_S:g} s"),
        ]

    def _told(self, kind: EventKind, label: str) -> list[Item]:
        spec = self._described.spec
        at_s = float(load_pylsl().local_clock()) - self._origin_s
        return [Event(at_s, kind, label, stream=spec.id, source=spec.id)]


class _Irregular:
    """Blocks of a stream without a rate: every sample carries its second, never going back."""

    def __init__(self, described: Described, origin_s: float) -> None:
        self._spec, self._origin_s = described.spec, origin_s
        self._next, self._last_s = 0, -np.inf

    def block(self, stamps_s: Samples, data: Samples) -> Block:
        time_s = np.maximum.accumulate(np.maximum(stamps_s - self._origin_s, self._last_s))
        block = Block(self._spec, self._next, data, time_s)
        self._next, self._last_s = block.stop, float(time_s[-1])
        return block


def _head(described: Described) -> str:
    spec = described.spec
    labels = ", ".join(f"{channel.name} in {channel.unit}" for channel in spec.channels[:4])
    rate = "irregular" if spec.rate_hz is None else f"{spec.rate_hz:g} Hz"
    return f"{len(spec.channels)} channels ({labels} ...) at {rate}"
