"""Formats with one bug each, beside a correct twin: a line of JSON, then raw float64."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import numpy as np

from innervate.core.errors import InputError
from innervate.core.format import ReadOptions
from innervate.core.plain import from_plain, to_plain
from innervate.core.recording import About, Recording
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.testing.recordings import Kept, table_of

_MAGIC = b"PLAIN1\n"
_ROWS = 1000


class _Reader:
    def __init__(self, path: Path, at: int, spec: StreamSpec, rows: int) -> None:
        self.path, self.at, self.spec, self.rows = path, at, spec, rows

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        width = len(self.spec.channels)
        with self.path.open("rb") as file:
            file.seek(self.at)
            for start in range(0, self.rows, _ROWS):
                count = min(_ROWS, self.rows - start)
                data = np.frombuffer(file.read(count * width * 8), dtype="<f8")
                yield Block(self.spec, start, data.reshape(count, width))


class Plain:
    """Correct."""

    TITLE: ClassVar[str] = "plain"
    SUFFIXES: ClassVar[tuple[str, ...]] = (".plain",)
    WRITES: ClassVar[bool] = True

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:
        return 1.0 if head.startswith(_MAGIC) else 0.0

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise InputError(f"{path.name} is no plain file", fix="export it again")
            try:
                head = json.loads(file.readline(1 << 16))
                spec = from_plain(StreamSpec, head["spec"])
                rows = int(head["rows"])
                width = len(spec.channels)
                assert 0 <= rows < 1 << 40
                assert spec.rate_hz
                assert width
            except (ValueError, TypeError, KeyError, AssertionError, OverflowError) as error:
                raise InputError(f"the head of {path.name} is damaged") from error
            at = file.tell()
        there = (path.stat().st_size - at) // (8 * width)
        notes = () if there >= rows else (f"{rows - there} samples at the end are lost",)
        about = About(path.name, "plain", notes=notes)
        return Recording(about, (spec,), _Reader(path, at, spec, min(rows, there)))

    @classmethod
    def write(cls, recording: Recording, path: Path) -> None:
        if len(recording.streams) != 1:
            raise InputError("a plain file holds one stream", found=str(len(recording.streams)))
        (spec,) = recording.streams
        cls.put(path, spec, cls.table(recording))

    @classmethod
    def table(cls, recording: Recording) -> Samples:
        return table_of(recording, recording.streams[0].id)

    @classmethod
    def put(cls, path: Path, spec: StreamSpec, table: Samples) -> None:
        head = json.dumps({"spec": to_plain(spec), "rows": len(table)}).encode() + b"\n"
        path.write_bytes(_MAGIC + head + table.astype("<f8").tobytes())


class LosesLast(Plain):
    """The last sample is not written."""

    @classmethod
    def put(cls, path: Path, spec: StreamSpec, table: Samples) -> None:
        super().put(path, spec, table[:-1])


class Microvolts(Plain):
    """Microvolts are written and read as volts."""

    @classmethod
    def put(cls, path: Path, spec: StreamSpec, table: Samples) -> None:
        super().put(path, spec, table * 1e6)


class GapClosed(Plain):
    """What comes after a gap moves up to what was before it."""

    @classmethod
    def table(cls, recording: Recording) -> Samples:
        return np.concatenate([block.data for block in recording.blocks()])


class ForgetsNames(Plain):
    """Names are lost."""

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        recording = super().read(path, options)
        (spec,) = recording.streams
        named = tuple(type(c)(f"C{i}", c.kind, c.unit) for i, c in enumerate(spec.channels))
        return recording.with_channels(spec.id, named)


class Greedy(Plain):
    """Everything is read at once."""

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        recording = super().read(path, options)
        kept = Kept(tuple(recording.blocks()))
        return Recording(recording.about, recording.streams, kept)


class Once(Plain):
    """The blocks can be read once only."""

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        recording = super().read(path, options)
        return Recording(recording.about, recording.streams, _Once(recording))


class _Once:
    def __init__(self, recording: Recording) -> None:
        self.left = recording.blocks()

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        yield from self.left


class Crashes(Plain):
    """A damaged head is a traceback."""

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        try:
            return super().read(path, options)
        except InputError as error:
            raise error.__cause__ or error from None


class SilentLoss(Plain):
    """What is lost at the end is not told."""

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        recording = super().read(path, options)
        return Recording(About(path.name, "plain"), recording.streams, recording.reader)


class Claims(Plain):
    """Every file is its own."""

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:
        return 0.9


class ReadOnly(Plain):
    """Nothing is written, but samples are given; correct."""

    WRITES = False

    @classmethod
    def samples(cls, folder: Path) -> tuple[Path, ...]:
        path = folder / "sample.plain"
        spec = from_plain(
            StreamSpec,
            {"id": "x", "channels": [{"name": "a", "kind": "emg", "unit": "V"}],
             "rate_hz": 10.0, "clock": "c"},
        )  # fmt: skip
        cls.put(path, spec, np.arange(50.0)[:, None])
        return (path,)


class ReadOnlyCrashes(ReadOnly):
    """A damaged head is a traceback, seen by way of the samples."""

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        return Crashes.read(path, options)


class ReadOnlyLong(ReadOnly):
    """The samples have a long file, too; correct."""

    @classmethod
    def samples(cls, folder: Path) -> tuple[Path, ...]:
        path = folder / "long.plain"
        (small,) = super().samples(folder)
        cls.put(path, Plain.read(small, ReadOptions()).streams[0], np.arange(5e5)[:, None])
        return small, path


class ReadOnlyGreedy(ReadOnlyLong):
    """Everything is read at once, seen by way of the samples."""

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        return Greedy.read(path, options)
