"""OpenBCI raw text: what the OpenBCI GUI saves, and what BrainFlow streams to a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError
from innervate.core.format import Format, ReadOptions
from innervate.core.recording import About, Recording
from innervate.core.stream import Block, StreamSpec
from innervate.core.units import to_si
from innervate.formats._bytes import COMPRESSED_SUFFIXES, plain_suffix
from innervate.formats._describe import cannot_write, stated_kind, unique
from innervate.formats._rows import RowLayout, Rows, complete_until, read_rows
from innervate.formats._sidecar import read_sidecar
from innervate.formats.openbci._board import (
    GUI_MARK,
    Board,
    Column,
    brainflow_board,
    gui_board,
)
from innervate.formats.openbci._counter import Rhythm, Tracker, find_rhythm

_PLAIN = (".txt", ".csv", ".tsv")
_BRAINFLOW_NAME = "brainflow-raw"
_CLOCK = "board"
_MILLISECONDS = 1e11


class OpenBci:
    """Raw text of the OpenBCI GUI (its header says ``%OpenBCI Raw``), and BrainFlow's raw tables.

    The electrodes make the stream "exg" (volts), the accelerometer the stream "acc" (m/s^2), analog
    inputs and markers the stream "other". Lost packets, seen in the board's counter, are jumps in
    `Block.start`. The time of the first packet gives the start; the others are when packets
    arrived at the computer, and are not used. The file does not say what the electrodes measured:
    it is taken as EMG unless the user states another kind, and noted. BrainFlow's tables do not
    name their board, so a side file ``<file>.json`` does: ``{"board_id": 0}``. (One that
    describes the columns instead makes the file a text table.)
    """

    TITLE: ClassVar[str] = "OpenBCI/BrainFlow raw text"
    SUFFIXES: ClassVar[tuple[str, ...]] = (
        *_PLAIN,
        *(plain + packed for plain in _PLAIN for packed in COMPRESSED_SUFFIXES),
    )
    WRITES: ClassVar[bool] = False

    @classmethod
    def sniff(cls, path: Path, head: bytes) -> float:
        """The GUI's first line is telling; BrainFlow's tables are known by name or side file."""
        if head.startswith(GUI_MARK.encode()):
            return 0.99
        if plain_suffix(path) not in _PLAIN or not head[:1].strip(b"-").isdigit():
            return 0.0
        sidecar = read_sidecar(path)
        if sidecar.board_id is not None:
            return 0.95
        named = path.name.lower().startswith(_BRAINFLOW_NAME) and not sidecar.columns
        return 0.7 if named else 0.0

    @classmethod
    def read(cls, path: Path, options: ReadOptions) -> Recording:
        """Open the file, reading its first megabyte; raises `InputError` with what to do."""
        sidecar = read_sidecar(path)
        from_gui = sidecar.board_id is None and not path.name.lower().startswith(_BRAINFLOW_NAME)
        board = gui_board(path) if from_gui else brainflow_board(path, sidecar)
        layout = _layout(board)
        stop = complete_until(path, layout)
        first = next(read_rows(path, layout, stop), None)
        if first is None or not len(first.data):
            raise InputError(f"{path.name} holds no samples", fix="record or export it again")
        notes = ["The last line was cut off and is left out."] if stop is not None else []
        rhythm = find_rhythm(first.data[:, 0]) if board.counter is not None else None
        if rhythm is None:
            notes.append("The board's counter is not regular, so lost packets cannot be seen.")
        kind = stated_kind(board.kind or options.kind or sidecar.kind)
        if kind is None:
            kind = Kind.EMG
            notes.append(
                "The file does not say what the electrodes measured; they are taken as EMG "
                "(--kind eeg states otherwise)."
            )
        parts = _parts(board, kind)
        about = About(path.name, "openbci", _started(board, first), board.title, notes=tuple(notes))
        specs = tuple(part.spec for part in parts)
        reader = OpenBciReader(path, layout, stop, parts, rhythm)
        clock = Clock(_CLOCK, [ClockPair(_CLOCK, 0.0, 0.0)])
        return Recording(about, specs, reader, clocks=(clock,))

    @classmethod
    def write(cls, recording: Recording, path: Path) -> None:  # noqa: ARG003 - the contract's
        """Always raises `InputError`: this is read only."""
        raise cannot_write(cls.TITLE, recording)

    @classmethod
    def samples(cls, folder: Path) -> tuple[Path, ...]:
        """A small and a long file for the contract suite."""
        from innervate.formats.openbci._sample import write_sample

        return write_sample(folder / "small.txt", 2), write_sample(folder / "long.txt", 1000)


@dataclass(frozen=True, slots=True)
class Part:
    """A stream, where its columns begin among those read, and the factor to SI."""

    spec: StreamSpec
    first: int
    scale: float


@dataclass(frozen=True, slots=True)
class OpenBciReader:
    """Reads the rows of all streams, about a megabyte at a time; the counter comes first."""

    path: Path
    layout: RowLayout
    stop_byte: int | None
    parts: tuple[Part, ...]
    rhythm: Rhythm | None

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """The blocks of these streams, interleaved."""
        tracker = Tracker(self.rhythm)
        wanted = [part for part in self.parts if part.spec.id in streams]
        for rows in read_rows(self.path, self.layout, self.stop_byte):
            for start, first, last in tracker.place(rows.data[:, 0]):
                for part in wanted:
                    stop = part.first + len(part.spec.channels)
                    data = rows.data[first:last, part.first : stop] * part.scale
                    yield Block(part.spec, start, data)


def _layout(board: Board) -> RowLayout:
    columns = (*board.exg, *board.acc, *board.other)
    # Without a counter any column may stand in its place; it is then not looked at.
    first = board.exg[0].index if board.counter is None else board.counter
    when = () if board.timestamp is None else (board.timestamp,)
    indices = (first, *(column.index for column in columns), *when)
    return RowLayout(board.delimiter, board.skip_lines, board.width, indices)


def _parts(board: Board, kind: Kind) -> tuple[Part, ...]:
    parts = []
    first = 1
    groups: tuple[tuple[str, Kind, tuple[Column, ...]], ...] = (
        ("exg", kind, board.exg),
        ("acc", Kind.ACCELERATION, board.acc),
        ("other", Kind.OTHER, board.other),
    )
    for name, group_kind, columns in groups:
        if columns:
            si = to_si(columns[0].unit)
            names = unique(column.name for column in columns)
            channels = tuple(Channel(label, group_kind, si.unit) for label in names)
            parts.append(Part(StreamSpec(name, channels, board.rate_hz, _CLOCK), first, si.scale))
            first += len(columns)
    return tuple(parts)


def _started(board: Board, first: Rows) -> str:
    """When the first packet arrived, in UTC; empty where the file does not tell."""
    if board.timestamp is None:
        return ""
    second = float(first.data[0, -1])
    second = second / 1000.0 if second > _MILLISECONDS else second
    if not np.isfinite(second) or second <= 0:
        return ""
    try:
        return datetime.fromtimestamp(second, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return ""


PLUGIN: type[Format] = OpenBci
