"""Boards that BrainFlow reads (brainflow.org): OpenBCI, Muse, gForce, FreeEEG and many more."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from innervate.core.device import Device, Found
from innervate.core.errors import DeviceLostError, InputError
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Samples, StreamSpec
from innervate.devices import _brainflow_board as boards
from innervate.devices._address import Address
from innervate.devices._brainflow_board import Board, Layout
from innervate.devices._grid import SampleGrid
from innervate.devices._origin import host_clock_s
from innervate.devices._retry import Retry

_MICROVOLT = 1e-6
_POLL_S = 0.002
_SILENT_S = 2.0
_RETRY_S = 2.0
_PORTS = ("ttyUSB*", "ttyACM*", "cu.usbserial*", "cu.usbmodem*")


def unix_minus_host_s() -> float:
    """How far the computer's wall clock is ahead of its monotonic one."""
    return time.time() - host_clock_s()


class BrainflowSource:
    """A board read through BrainFlow; a `Source`.

    Microvolts become volts. The package counter tells of lost samples where its way of counting
    is known, the time stamps elsewhere. A board that is silent for two seconds is lost; it is
    started again and again until it answers.

    Args:
        title: what a person would call it.
        layout: where in its data things are.
        make: makes the board anew.
        ends_after: samples after which nothing comes any more, None for a real board.
        now_s, unix_minus_host_s: the clocks.
    """

    def __init__(
        self,
        title: str,
        layout: Layout,
        make: Callable[[], Board],
        *,
        ends_after: int | None = None,
        now_s: Callable[[], float] = host_clock_s,
        unix_minus_host_s: Callable[[], float] = unix_minus_host_s,
    ) -> None:
        self._title, self._layout, self._make = title, layout, make
        self._ends_after, self._now_s = ends_after, now_s
        self._unix_minus_host_s = unix_minus_host_s
        self._board: Board | None = None
        self._retry: Retry[Board] | None = None
        self._grid: SampleGrid | None = None
        self._last_number: int | None = None
        self._received = 0
        self._heard_s = 0.0
        self._over = False
        self.origin_s: float | None = None

    @property
    def name(self) -> str:
        """What a person would call it."""
        return self._title

    @property
    def exhausted(self) -> bool:
        """Whether a playback has come to its end."""
        return self._over

    def open(self) -> tuple[StreamSpec, ...]:
        """Start the board; raises `DeviceLostError` where it does not answer."""
        self._board = boards.start(self._make(), self._layout.spec.id)
        self._heard_s = self._now_s()
        if self.origin_s is None:
            self.origin_s = self._heard_s
        watch = self._layout.counter is None
        self._grid = SampleGrid(self._layout.spec, self.origin_s, watch)
        return (self._layout.spec,)

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what has come since the last call."""
        deadline_s = self._now_s() + timeout_s
        while not self._over and self._grid is not None:
            out = self._poll(self._grid)
            left_s = deadline_s - self._now_s()
            if out or left_s <= 0:
                return out
            time.sleep(min(left_s, _POLL_S))
        return ()

    def close(self) -> None:
        """Let go of the board; may be called twice."""
        if self._retry is not None:
            self._board = self._retry.stop()
            self._retry = None
        self._release()
        self._grid = None

    def _poll(self, grid: SampleGrid) -> list[Item]:
        if self._retry is not None:
            return self._try_return(self._retry)
        assert self._board is not None
        try:
            data = self._board.get_board_data()
        except boards.load_brainflow().BrainFlowError:
            return self._lost(grid, "the board stopped answering")
        if data.shape[1]:
            self._heard_s = self._now_s()
            return self._taken(grid, data)
        if self._now_s() - self._heard_s < _SILENT_S:
            return []
        if self._ends_after is not None:
            self._over = True
            return grid.flush()
        return self._lost(grid, f"no sample for {_SILENT_S:g} s")

    def _taken(self, grid: SampleGrid, data: Samples) -> list[Item]:
        self._received += data.shape[1]
        stamps_s = data[self._layout.stamp_row] - self._unix_minus_host_s()
        volts = data[list(self._layout.rows)].T * _MICROVOLT
        out = grid.push(stamps_s, volts, self._missing(data))
        if self._ends_after is not None and self._received >= self._ends_after:
            self._over = True
            out += grid.flush()
        return out

    def _missing(self, data: Samples) -> npt.NDArray[np.int64] | None:
        """How many samples the counter says are missing before each; None without a counter."""
        counter = self._layout.counter
        if counter is None:
            return None
        numbers = data[counter.row].astype(np.int64)
        first = numbers[0] - counter.step if self._last_number is None else self._last_number
        steps = np.diff(numbers, prepend=first) % counter.modulus
        self._last_number = int(numbers[-1])
        # A number that repeats or does not fit the step is no evidence of a loss.
        return np.where(steps % counter.step == 0, np.maximum(steps // counter.step - 1, 0), 0)

    def _lost(self, grid: SampleGrid, why: str) -> list[Item]:
        out = grid.flush()
        grid.resume()
        self._last_number = None
        self._retry = Retry(self._restart, _RETRY_S)
        return [*out, self._told(EventKind.LOST, why)]

    def _restart(self) -> Board | None:
        self._release()
        board = self._make()
        try:
            return boards.start(board, self._layout.spec.id)
        except DeviceLostError:
            with suppress(boards.load_brainflow().BrainFlowError):
                board.release_session()
            return None

    def _try_return(self, retry: Retry[Board]) -> list[Item]:
        board = retry.take()
        if board is None:
            return []
        self._board, self._retry = board, None
        self._heard_s = self._now_s()
        return [self._told(EventKind.RETURNED, "the board answers again")]

    def _told(self, kind: EventKind, label: str) -> Event:
        name = self._layout.spec.id
        at_s = self._now_s() - (self.origin_s or 0.0)
        return Event(at_s, kind, label, stream=name, source=name)

    def _release(self) -> None:
        board, self._board = self._board, None
        if board is not None:
            with suppress(boards.load_brainflow().BrainFlowError):
                board.release_session()


class Brainflow:
    """The device behind ``brainflow:synthetic``, ``brainflow:cyton?serial_port=/dev/ttyUSB0``.

    The address is a board's name and what BrainFlow needs to find it: ``serial_port``,
    ``mac_address``, ``ip_address``, ``ip_port``, ``ip_protocol``, ``serial_number``,
    ``other_info``, ``timeout``. ``playback:FILE?board=NAME`` plays a file that BrainFlow recorded
    from that board, in its own time.
    """

    TITLE: ClassVar[str] = "BrainFlow boards"

    @classmethod
    def discover(cls, timeout_s: float) -> tuple[Found, ...]:  # noqa: ARG003 - nothing to wait for
        """The synthetic board, and serial ports on which an OpenBCI dongle may be.

        Raises `MissingExtraError` where BrainFlow is not installed.
        """
        boards.load_brainflow()
        title = "BrainFlow's synthetic board"
        synthetic = Found("brainflow", boards.SYNTHETIC, title, "16 channels", simulated=True)
        ports = sorted({port for pattern in _PORTS for port in Path("/dev").glob(pattern)})
        guess = "a serial port; connecting shows whether a Cyton is on it"
        return (
            synthetic,
            *(Found("brainflow", f"cyton?serial_port={p}", f"{p.name}?", guess) for p in ports),
        )

    @classmethod
    def connect(cls, address: str) -> Source:
        """A source; raises `InputError` or `MissingExtraError` where the address cannot be met."""
        parsed = Address.parse(address, "brainflow", (*boards.TEXTS, *boards.WHOLE, "board"))
        for key in boards.WHOLE:
            parsed.whole(key, 0)
        kind, colon, path = parsed.head.partition(":")
        if kind == boards.PLAYBACK and colon:
            return _playback(Path(path), parsed)
        if parsed.text("board") is not None:
            raise InputError("board=NAME is for playback:FILE only", given=repr(address))
        layout = boards.layout(parsed.head)
        title = f"BrainFlow {parsed.head}"
        if layout.spec.simulated:
            title = f"SIMULATED {title}"
        return BrainflowSource(title, layout, lambda: boards.make(parsed.head, parsed, None))


def _playback(file: Path, address: Address) -> Source:
    name = address.text("board")
    if not name:
        raise InputError(
            "a playback needs the board that recorded the file",
            given=repr(str(file)),
            fix="write playback:FILE?board=NAME, for example board=cyton",
        )
    layout = boards.layout(name)
    count = boards.count_lines(file, layout)
    title = f"BrainFlow playback of {file.name}"
    return BrainflowSource(
        title, layout, lambda: boards.make(name, address, file), ends_after=count
    )


PLUGIN: type[Device] = Brainflow
