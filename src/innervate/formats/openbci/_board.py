"""What the columns of a board's raw text are: from the GUI's header, or from BrainFlow's tables."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from innervate.core.errors import InputError, MissingExtraError
from innervate.formats._bytes import BROKEN_COMPRESSION, broken_compression, open_bytes
from innervate.formats._sidecar import Sidecar, sidecar_path

GUI_MARK = "%OpenBCI Raw"

_ENTRY = re.compile(r"^%\s*(?P<key>[^=]+?)\s*=\s*(?P<value>.+?)\s*$")
_IN_GRAVITIES = ("Cyton", "Ganglion", "Synthetic")
_LONGEST_LINE = 1 << 16
_HEADER_LINES = 50
_MOST_CHANNELS = 256


@dataclass(frozen=True, slots=True)
class Column:
    """One column to read: where it stands, what it is called, and its unit."""

    index: int
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Board:
    """The columns of a raw text file.

    Attributes:
        title: the board, as the file names it.
        rate_hz: its sampling rate.
        delimiter, width, skip_lines: how the text is laid out.
        counter, timestamp: index of the sample counter and of the Unix time, if there are any.
        kind: kind of the electrode channels where the board tells ("emg", "eeg"), else None.
        exg, acc, other: columns of electrodes, of the accelerometer (g), and the rest.
    """

    title: str
    rate_hz: float
    delimiter: str
    width: int
    skip_lines: int
    counter: int | None
    timestamp: int | None
    kind: str | None
    exg: tuple[Column, ...]
    acc: tuple[Column, ...]
    other: tuple[Column, ...]


def gui_board(path: Path) -> Board:
    """The board of a file that the OpenBCI GUI wrote (versions 3 to 6)."""
    header, line, count = _gui_header(path)
    rate_hz = _number(header.get("sample rate", ""))
    channels = _number(header.get("number of channels", ""))
    if not (0 < rate_hz < math.inf):
        raise _incomplete(path, "Sample Rate")
    if not 1 <= channels <= _MOST_CHANNELS:
        raise _incomplete(path, "Number of channels")
    names = [name.strip() for name in line.split(",")]
    skip = count
    if _is_row(names):
        # Older versions name no columns: counter, electrodes, accelerometer, then what varies.
        skip = count - 1
        electrodes = [f"EXG Channel {i}" for i in range(int(channels))]
        accelerometer = [f"Accel Channel {i}" for i in range(3)]
        known = ["Sample Index", *electrodes, *accelerometer]
        names = [*known[: len(names)], *["Not Used"] * (len(names) - len(known))]
    exg = _named(names, "exg channel", "uV")
    if len(exg) != int(channels):
        raise InputError(
            f"the header of {path.name} contradicts itself",
            found=f"{int(channels)} channels announced, {len(exg)} named",
            fix="export the file again",
        )
    return Board(
        header.get("board", "").split("$")[-1] or "OpenBCI",
        rate_hz,
        ",",
        len(names),
        skip,
        names.index("Sample Index") if "Sample Index" in names else None,
        names.index("Timestamp") if "Timestamp" in names else None,
        None,
        exg,
        _named(names, "accel channel", "g"),
        (*_named(names, "analog channel", "au"), *_named(names, "marker", "au")),
    )


def brainflow_board(path: Path, sidecar: Sidecar) -> Board:
    """The board of a file that BrainFlow streamed, looked up by the number in the side file."""
    if sidecar.board_id is None:
        raise InputError(
            f"{path.name} holds the raw columns of a board that it does not name",
            fix=f'name it in {sidecar_path(path).name}, such as {{"board_id": 0}} for a Cyton, '
            "or describe its columns there",
        )
    try:
        from brainflow.board_shim import BoardShim
        from brainflow.exit_codes import BrainFlowError
    except ImportError as error:
        raise MissingExtraError.of("brainflow", "brainflow") from error
    try:
        table = BoardShim.get_board_descr(sidecar.board_id)
    except BrainFlowError as error:
        raise InputError(
            "BrainFlow knows no board of that number",
            given=str(sidecar.board_id),
            fix="take the number from BrainFlow's list of boards",
        ) from error
    first = _first_line(path)
    delimiter = "\t" if "\t" in first else ","
    width = len(first.rstrip("\r\n").rstrip(delimiter).split(delimiter))
    if width != int(table["num_rows"]):
        raise InputError(
            f"{path.name} does not fit the board {table['name']}",
            found=f"{width} columns where that board has {table['num_rows']}",
            fix=f"correct board_id in {sidecar_path(path).name}",
        )
    emg, eeg = _rows(table, "emg"), _rows(table, "eeg")
    gravity = str(table["name"]).startswith(_IN_GRAVITIES)
    return Board(
        str(table["name"]),
        float(table["sampling_rate"]),
        delimiter,
        width,
        0,
        table.get("package_num_channel"),
        table.get("timestamp_channel"),
        None if bool(emg) == bool(eeg) else "emg" if emg else "eeg",
        tuple(Column(index, f"EXG {i}", "uV") for i, index in enumerate(emg or eeg, start=1)),
        tuple(
            Column(index, f"Accel {axis}", "g" if gravity else "au")
            for axis, index in zip("xyz", _rows(table, "accel"), strict=False)
        ),
        tuple(Column(index, "Marker", "au") for index in _rows(table, "marker")),
    )


def _rows(table: Mapping[str, Any], kind: str) -> list[int]:
    if f"{kind}_channel" in table:
        return [int(table[f"{kind}_channel"])]
    return [int(index) for index in table.get(f"{kind}_channels", ())]


def _gui_header(path: Path) -> tuple[dict[str, str], str, int]:
    """The entries of the header, the first line after it, and how many lines were read."""
    header: dict[str, str] = {}
    try:
        with open_bytes(path) as file:
            for count in range(1, _HEADER_LINES):
                line = file.readline(_LONGEST_LINE).decode("latin-1").rstrip("\r\n")
                if not line.startswith("%"):
                    return header, line, count
                if entry := _ENTRY.match(line[:1000]):
                    header[entry["key"].lower()] = entry["value"]
    except BROKEN_COMPRESSION as error:
        raise broken_compression(path, error) from error
    raise _incomplete(path, "end of the header")


def _first_line(path: Path) -> str:
    with open_bytes(path) as file:
        return file.readline(_LONGEST_LINE).decode("latin-1")


def _number(text: str) -> float:
    match = re.match(r"\d+(?:\.\d+)?", text)
    return float(match.group()) if match else math.nan


def _is_row(cells: Sequence[str]) -> bool:
    return bool(re.fullmatch(r"-?\d+(?:\.\d+)?", cells[0])) if cells else False


def _named(names: Sequence[str], beginning: str, unit: str) -> tuple[Column, ...]:
    return tuple(
        Column(index, name, unit)
        for index, name in enumerate(names)
        if name.lower().startswith(beginning)
    )


def _incomplete(path: Path, what: str) -> InputError:
    return InputError(
        f"the OpenBCI header of {path.name} is incomplete",
        found=f"no usable '{what}'",
        fix="export or copy the file again",
    )
