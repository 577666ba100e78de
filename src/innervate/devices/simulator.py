"""The virtual athlete as a live device."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from innervate.core.adjustable import Knob
from innervate.core.clock import Clock, ClockPair
from innervate.core.device import Device, Found
from innervate.core.event import Event, EventKind
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.devices._address import Address
from innervate.devices._origin import host_clock_s
from innervate.devices._virtual import AMPLIFIER_RATE_HZ, OPTIONS, athlete_at
from innervate.sim.athlete import SOURCE, VirtualAthlete, items, tick_at
from innervate.sim.exercises import EXERCISES
from innervate.sim.knobs import knobs_of, turned
from innervate.sim.montage import CLOCK
from innervate.sim.performance import Form

_CHUNK_S = 0.01
_FREE_CHUNK_S = 0.5


class SimulatorSource:
    """A virtual athlete read as a device; a `Source`, and `Adjustable` while it runs.

    Paced, session time is the athlete's own time from the moment of opening on (or since
    `origin_s`); at another pace than 1 it runs that much faster than the wall's. Free-running
    (`pace` None), every read gives the next half second at once.

    Args:
        athlete: who is under the electrodes.
        pace: athlete seconds per second of the clock, or None to run free.
        seconds: after how many athlete seconds it ends, None for never.
        truth: whether to give the true activations as a second stream.
        now_s, sleep: the clock to pace by.
    """

    def __init__(
        self,
        athlete: VirtualAthlete,
        *,
        pace: float | None = 1.0,
        seconds: float | None = None,
        truth: bool = False,
        now_s: Callable[[], float] = host_clock_s,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        rate_hz = athlete.specs[0].regular_rate_hz
        self._athlete, self._pace, self._truth = athlete, pace, truth
        self._now_s, self._sleep = now_s, sleep
        self._end = None if seconds is None else round(seconds * rate_hz)
        self._rate_hz = rate_hz
        self._tick = self._first = 0
        self._opened_s: float | None = None
        self._offset_s = 0.0
        self._clock: Clock | None = None
        self.origin_s: float | None = None
        self._turning = threading.Lock()
        self._form = athlete.form
        self._asked: list[tuple[str, float]] = []
        self._told: list[Event] = []

    @property
    def name(self) -> str:
        """Says that it is simulated."""
        return f"SIMULATED {self._athlete.script.name}"

    @property
    def exhausted(self) -> bool:
        """Whether the stated time is over."""
        return self._end is not None and self._tick >= self._end

    @property
    def pace(self) -> float | None:
        """Athlete seconds per second of the clock, None where it runs free."""
        return self._pace

    @property
    def began_s(self) -> float:
        """The session second at which it was when it was opened."""
        return self._offset_s + self._first / self._rate_hz

    def knobs(self) -> tuple[Knob, ...]:
        """The knobs as they stand."""
        with self._turning:
            return knobs_of(self._form)

    def turn(self, name: str, value: float) -> None:
        """Turn a knob, effective from the next tenth of a second that has not been made.

        The stream then holds an event of kind KNOB at that moment. Raises `InputError` for an
        unknown knob and for a value beyond its ends. Safe from any thread.
        """
        with self._turning:
            self._form = turned(self._form, name, value)
            self._asked.append((name, value))

    def go_on(self, clocks: Sequence[Clock], reached: Mapping[str, int]) -> None:
        """Begin, when opened, with the tick after the last one recorded: the athlete waited."""
        ticks = (tick_at(s, reached.get(s.id, 0), self._rate_hz) for s in self._athlete.specs)
        self._first = max(ticks, default=0)
        self._clock = next((c for c in clocks if c.name == CLOCK and c.pairs), None)

    def open(self) -> tuple[StreamSpec, ...]:
        """Begin."""
        self._opened_s = self._now_s()
        self._tick = self._first
        if self._clock is not None:
            self._offset_s = self._clock.session_s(0.0)
        elif self.origin_s is not None:
            self._offset_s = self._opened_s - self.origin_s
        specs = self._athlete.specs
        return (*specs, self._athlete.truth.montage.activation) if self._truth else specs

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what has happened since the last call."""
        if self._opened_s is None or self.exhausted:
            return ()
        stop = self._due(timeout_s)
        if self._end is not None:
            stop = min(stop, self._end)
        if stop <= self._tick:
            return ()
        self._turn_what_was_asked()
        out: list[Item] = []
        if self._tick == 0:
            out.append(ClockPair(CLOCK, 0.0, self._offset_s))
        out += (self._in_session(event) for event in self._knob_events(stop))
        out += (self._in_session(item) for item in items(self._athlete, self._tick, stop))
        if self._truth:
            out.append(self._athlete.truth.block(self._tick, stop))
        self._tick = stop
        return out

    def close(self) -> None:
        """Stop; reading gives nothing from now on."""
        self._opened_s = None

    def _turn_what_was_asked(self) -> None:
        """Only the thread that reads touches the athlete; those who turn leave a wish."""
        with self._turning:
            asked, self._asked = self._asked, []
            form: Form = self._form
        if not asked:
            return
        at_s = self._athlete.turn(form, self._tick / self._rate_hz)
        # Of a knob turned twice before it took effect, the last value is the one that did.
        for name, value in dict(asked).items():
            unit = next(knob.unit for knob in knobs_of(form) if knob.name == name)
            self._told.append(
                Event(at_s, EventKind.KNOB, name, value=value, unit=unit, source=SOURCE)
            )

    def _knob_events(self, stop: int) -> list[Event]:
        """What was turned and takes effect before tick `stop`."""
        due = [event for event in self._told if event.at_s * self._rate_hz < stop]
        self._told = [event for event in self._told if event not in due]
        return due

    def _due(self, timeout_s: float) -> int:
        """The tick up to which may be given, waiting for the next ones if there are none."""
        if self._pace is None:
            return self._tick + math.ceil(_FREE_CHUNK_S * self._rate_hz)
        chunk = max(math.ceil(_CHUNK_S * self._rate_hz), 1)
        given = self._tick - self._first
        wait_s = (given + chunk) / (self._rate_hz * self._pace) - self._passed_s()
        if wait_s > 0 and timeout_s > 0:
            self._sleep(min(wait_s, timeout_s))
        now = self._first + int(self._passed_s() * self._pace * self._rate_hz) // chunk * chunk
        # Who falls behind gets it in pieces, so that they can do something else in between.
        return min(now, self._tick + math.ceil(_FREE_CHUNK_S * self._rate_hz))

    def _passed_s(self) -> float:
        assert self._opened_s is not None
        return self._now_s() - self._opened_s

    def _in_session(self, item: Block | Event) -> Item:
        if isinstance(item, Block):
            return item
        return replace(item, at_s=item.at_s + self._offset_s)


class Simulator:
    """The device behind ``simulator:pec_isolation?seed=1&pace=1``.

    The address is an exercise and options: ``seed`` (1), ``pace`` (1; 0 runs free, as fast as it
    is read), ``seconds`` (endless, beginning briskly; if given, the session is fitted into it),
    ``brief=1`` for a hasty calibration and then long sets,
    ``rate_hz`` (2000), ``realities`` (clean, usual or harsh, or single ones such as noise,ecg),
    ``mains_hz`` (50), ``truth=1`` for the true activations as a second stream, ``imu=1`` and
    ``pose=1`` for a sensor of motion and a camera, ``unplug=30`` to pull the cable for two seconds
    at second 30; and the knobs of the athlete where they stand at first, such as ``skill=0.9``,
    ``overflow=0.5`` or ``focus=1``.
    """

    TITLE: ClassVar[str] = "virtual athlete"

    @classmethod
    def discover(cls, timeout_s: float) -> tuple[Found, ...]:  # noqa: ARG003 - the contract's
        """Always there: one per exercise."""
        return tuple(
            Found(
                "simulator",
                known.name,
                f"virtual athlete: {known.name.replace('_', ' ')}",
                f"{len(known.electrodes)} EMG channels at {AMPLIFIER_RATE_HZ:g} Hz",
                simulated=True,
            )
            for known in EXERCISES
        )

    @classmethod
    def connect(cls, address: str) -> Source:
        """A source; raises `InputError` for an unknown exercise or option."""
        parsed = Address.parse(address, "simulator", OPTIONS)
        return SimulatorSource(
            athlete_at(parsed),
            pace=parsed.number("pace", 1.0) or None,
            seconds=parsed.number("seconds", 0.0) or None,
            truth=parsed.text("truth") == "1",
        )


PLUGIN: type[Device] = Simulator
