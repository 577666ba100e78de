"""The boards that BrainFlow knows: where in their data the signals are, and how to start."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from innervate.core.channel import Channel, Kind
from innervate.core.errors import DeviceLostError, InputError, MissingExtraError
from innervate.core.stream import StreamSpec
from innervate.core.units import VOLT
from innervate.devices._address import Address

WHOLE = ("ip_port", "ip_protocol", "timeout")
TEXTS = ("serial_port", "mac_address", "ip_address", "serial_number", "other_info")
SYNTHETIC, PLAYBACK = "synthetic", "playback"
_RING = 450_000


class Board(Protocol):
    """What is used of a `brainflow.board_shim.BoardShim`."""

    def prepare_session(self) -> None: ...
    def start_stream(self, num_samples: int) -> None: ...
    def get_board_data(self) -> npt.NDArray[np.float64]: ...
    def release_session(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Counter:
    """A package number in a row of the data: it rises by `step` and wraps at `modulus`."""

    row: int
    modulus: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a board's data things are. Signal rows are in microvolts."""

    spec: StreamSpec
    rows: tuple[int, ...]
    stamp_row: int
    counter: Counter | None
    row_count: int


# Others count in ways that BrainFlow does not document; their losses show in the time stamps.
# The Daisy's sample is made of two packages and carries the number of the first.
_COUNTERS = ((SYNTHETIC, 256, 1), ("cyton", 256, 1), ("cyton_daisy", 256, 2))


def load_brainflow() -> Any:
    """BrainFlow's module of boards; raises `MissingExtraError` where it is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pkg_resources, which older versions import
        try:
            from brainflow import board_shim

            board_shim.BoardShim.disable_board_logger()
        except ImportError as error:
            raise MissingExtraError.of("brainflow", "brainflow") from error
    return board_shim


def board_names() -> tuple[str, ...]:
    """The names of the boards, as addresses use them."""
    skipped = ("no", "playback_file", "streaming")
    names = (board.name.lower().replace("_board", "") for board in load_brainflow().BoardIds)
    return tuple(name for name in names if name not in skipped)


def layout(name: str) -> Layout:
    """Describe a board; raises `InputError` if there is none of that name or it has no EXG."""
    shim = load_brainflow()
    board_id = _id_of(name)
    try:
        told = shim.BoardShim.get_board_descr(board_id)
    except shim.BrainFlowError as error:
        raise InputError(
            f"BrainFlow cannot describe the board {name!r}", found=str(error)
        ) from error
    emg: list[int] = told.get("emg_channels", [])
    eeg: list[int] = told.get("eeg_channels", [])
    rows = tuple(sorted({*emg, *eeg}))
    if not rows:
        raise InputError(
            f"the board {name!r} has no EMG or EXG channels", fix="choose a board that has"
        )
    own_names = str(told.get("eeg_names", "")).split(",")
    channels = tuple(
        Channel(f"EMG{emg.index(row) + 1}", Kind.EMG, VOLT)
        if row in emg
        else Channel(_eeg_name(own_names, eeg.index(row)), Kind.EEG, VOLT)
        for row in rows
    )
    rate_hz, simulated = float(told["sampling_rate"]), name == SYNTHETIC
    spec = StreamSpec(name, channels, rate_hz, f"brainflow/{name}", simulated)
    known = [(modulus, step) for board, modulus, step in _COUNTERS if board == name]
    counter = Counter(int(told["package_num_channel"]), *known[0]) if known else None
    return Layout(spec, rows, int(told["timestamp_channel"]), counter, int(told["num_rows"]))


def make(name: str, address: Address, file: Path | None) -> Board:
    """A board, not yet started; with `file`, one that plays what such a board recorded."""
    shim = load_brainflow()
    params = shim.BrainFlowInputParams()
    for key in TEXTS:
        setattr(params, key, address.text(key) or "")
    for key in WHOLE:
        setattr(params, key, address.whole(key, 0))
    board_id = _id_of(name)
    if file is not None:
        params.file, params.master_board = str(file), board_id
        board_id = shim.BoardIds.PLAYBACK_FILE_BOARD.value
    board: Board = shim.BoardShim(board_id, params)
    return board


def start(board: Board, name: str) -> Board:
    """Start it; raises `DeviceLostError` where it does not answer."""
    error_type = load_brainflow().BrainFlowError
    try:
        board.prepare_session()
        board.start_stream(_RING)
    except error_type as error:
        raise DeviceLostError(
            f"the board {name!r} does not answer",
            found=str(error),
            fix="check that it is on, charged and not in use, and the port or address",
        ) from error
    return board


def count_lines(file: Path, wanted: Layout) -> int:
    """How many samples a playback file holds; raises `InputError` where it is not of the board."""
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            head = lines.readline()
            count = 1 + sum(1 for line in lines if line.strip())
    except OSError as error:
        raise InputError(f"cannot read {file}", found=error.strerror or str(error)) from error
    columns = head.split("\t" if "\t" in head else ",")
    if not _numbers(columns) or len(columns) != wanted.row_count:
        raise InputError(
            f"{file} was not recorded by BrainFlow from the board {wanted.spec.id!r}",
            found=f"{len(columns)} columns, not {wanted.row_count}"
            if _numbers(columns)
            else "lines that are not numbers",
            fix="name the board that recorded it, board=NAME",
        )
    return count


def _numbers(columns: Sequence[str]) -> bool:
    try:
        return all(np.isfinite(float(column)) for column in columns)
    except ValueError:
        return False


def _id_of(name: str) -> int:
    for board in load_brainflow().BoardIds:
        if name in board_names() and board.name.lower().replace("_board", "") == name:
            return int(board.value)
    raise InputError(
        f"BrainFlow knows no board {name!r}",
        found=", ".join(board_names()),
        fix="use one of these names, or playback:FILE?board=NAME",
    )


def _eeg_name(names: list[str], index: int) -> str:
    return names[index] if len(names) > index and names[index] else f"EEG{index + 1}"
