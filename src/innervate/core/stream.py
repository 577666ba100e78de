"""Streams and the blocks they are cut into."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from innervate.core.channel import Channel
from innervate.core.errors import InputError

Samples: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StreamSpec:
    """What a stream is; fixed for the life of the stream.

    Attributes:
        id: name of the stream, unique within a recording or plan.
        channels: its columns.
        rate_hz: samples per second of the stream's clock, or None for an irregular stream,
            whose blocks carry `Block.time_s`.
        clock: id of the clock; streams of one device share it.
        simulated: whether the values were made by a simulator. Whatever is computed from the
            stream inherits it.
    """

    id: str
    channels: tuple[Channel, ...]
    rate_hz: float | None
    clock: str
    simulated: bool = False

    def __post_init__(self) -> None:
        if self.rate_hz is not None and not (0 < self.rate_hz < float("inf")):
            raise InputError(
                f"the sampling rate of stream {self.id!r} must be a positive number of hertz",
                found=repr(self.rate_hz),
                fix="state the true rate, or None for an irregular stream",
            )
        names = [channel.name for channel in self.channels]
        if len(set(names)) != len(names):
            twice = sorted({name for name in names if names.count(name) > 1})
            raise InputError(
                f"two channels of stream {self.id!r} have one name",
                found=", ".join(twice),
                fix="rename one of them",
            )

    @property
    def regular_rate_hz(self) -> float:
        """The rate of a stream that must be regular; raises `InputError` where it is not."""
        if self.rate_hz is None:
            raise InputError(
                f"stream {self.id!r} is irregular",
                fix="put the resample step before what needs a fixed rate",
            )
        return self.rate_hz

    def derive(
        self,
        *,
        suffix: str,
        channels: tuple[Channel, ...] | None = None,
        rate_hz: float | None = None,
    ) -> StreamSpec:
        """The spec of a stream computed from this one, named ``<id>/<suffix>``."""
        return replace(
            self,
            id=f"{self.id}/{suffix}",
            channels=self.channels if channels is None else channels,
            rate_hz=self.rate_hz if rate_hz is None else rate_hz,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some successive samples of a stream.

    Attributes:
        spec: the stream.
        start: integer index of the first sample; sample i describes the phenomenon at device
            second ``i / rate_hz``. A jump in `start` means lost samples; a block of no samples
            only says that the stream is covered up to `start`.
        data: samples x channels, float64, C order, read-only. NaN = not measured.
        time_s: session second of each sample; always there in irregular streams.
    """

    spec: StreamSpec
    start: int
    data: Samples
    time_s: Samples | None = None

    def __post_init__(self) -> None:
        data = self.data
        if data.ndim != 2 or data.shape[1] != len(self.spec.channels):
            raise InputError(
                f"a block of stream {self.spec.id!r} must be samples x "
                f"{len(self.spec.channels)} channels",
                found=f"an array of shape {data.shape}",
            )
        if data.dtype != np.float64 or not data.flags.c_contiguous:
            data = np.ascontiguousarray(data, dtype=np.float64)
        object.__setattr__(self, "data", _read_only(data))
        if self.time_s is not None:
            self._check_times(self.time_s)
            object.__setattr__(self, "time_s", _read_only(self.time_s))
        elif self.spec.rate_hz is None:
            raise InputError(f"a block of the irregular stream {self.spec.id!r} needs time_s")

    def _check_times(self, time_s: Samples) -> None:
        if time_s.shape != (len(self.data),):
            raise InputError(
                f"time_s of a block of stream {self.spec.id!r} must have one value per sample",
                found=f"shape {time_s.shape} for {len(self.data)} samples",
            )

    def __reduce__(self) -> tuple[object, ...]:
        # Arrays come out of a pickle writeable; a new block makes them read-only again.
        return Block, (self.spec, self.start, self.data, self.time_s)

    def __len__(self) -> int:
        return len(self.data)

    @property
    def stop(self) -> int:
        """Index after the last sample."""
        return self.start + len(self.data)

    def of(self, spec: StreamSpec) -> Block:
        """The same samples as those of another stream with as many channels."""
        return Block(spec, self.start, self.data, self.time_s)

    def cut(self, first: int, last: int) -> Block:
        """The samples with index in [first, last), as far as this block has them."""
        a = min(max(first - self.start, 0), len(self))
        b = min(max(last - self.start, a), len(self))
        if a == 0 and b == len(self):
            return self
        time_s = None if self.time_s is None else self.time_s[a:b]
        return Block(self.spec, self.start + a, self.data[a:b], time_s)


def _read_only(values: Samples) -> Samples:
    if not values.flags.writeable:
        return values
    view = values.view()
    view.flags.writeable = False
    return view
