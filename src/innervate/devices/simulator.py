"""The virtual athlete as a live device."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from innervate.core.clock import Clock, ClockPair
from innervate.core.device import Device, Found
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.devices._address import Address
from innervate.devices._origin import host_clock_s
from innervate.sim.athlete import Athlete, VirtualAthlete, items
from innervate.sim.demo import demo_montage, demo_script
from innervate.sim.exercises import EXERCISES
from innervate.sim.montage import CLOCK, Montage
from innervate.sim.performance import Form
from innervate.sim.realities import Outage, Realities, harsh, usual

AMPLIFIER_RATE_HZ = 2000.0
"""The sampling rate of the virtual amplifier, unless the address gives it another."""

_OPTIONS = (
    "seed", "pace", "seconds", "rate_hz", "skill", "fatigue", "realities", "mains_hz", "truth",
    "unplug",
)  # fmt: skip
_BRISK_S = 60.0
"""A session without a stated length begins as one of this length, so that nobody waits for the
first set; its sets never end."""
_CHUNK_S = 0.01
_FREE_CHUNK_S = 0.5


class SimulatorSource:
    """A virtual athlete read as a device; a `Source`.

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

    def go_on(self, clocks: Sequence[Clock], reached: Mapping[str, int]) -> None:
        """Begin, when opened, with the tick after the last one recorded: the athlete waited."""
        self._first = max((reached.get(spec.id, 0) for spec in self._athlete.specs), default=0)
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
        out: list[Item] = []
        if self._tick == 0:
            out.append(ClockPair(CLOCK, 0.0, self._offset_s))
        out += (self._in_session(item) for item in items(self._athlete, self._tick, stop))
        if self._truth:
            out.append(self._athlete.truth.block(self._tick, stop))
        self._tick = stop
        return out

    def close(self) -> None:
        """Stop; reading gives nothing from now on."""
        self._opened_s = None

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
    ``rate_hz`` (2000), ``skill`` (0.5) and ``fatigue`` (0) from 0 to 1, ``realities`` (clean,
    usual or harsh), ``mains_hz`` (50), ``truth=1`` for the true activations as a second stream,
    ``unplug=30`` to pull the cable for two seconds at second 30.
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
        parsed = Address.parse(address, "simulator", _OPTIONS)
        seconds = parsed.number("seconds", 0.0) or None
        montage = demo_montage(parsed.head, parsed.number("rate_hz", AMPLIFIER_RATE_HZ))
        form = Form(skill=parsed.number("skill", 0.5), fatigue=parsed.number("fatigue", 0.0))
        athlete = Athlete(
            demo_script(parsed.head, seconds or _BRISK_S),
            montage,
            _realities(parsed, montage),
            parsed.whole("seed", 1),
            form,
        )
        return SimulatorSource(
            athlete,
            pace=parsed.number("pace", 1.0) or None,
            seconds=seconds,
            truth=parsed.text("truth") == "1",
        )


_OUTAGE_S = 2.0


def _realities(address: Address, montage: Montage) -> Realities:
    mains_hz = address.number("mains_hz", 50.0)
    name = address.text("realities") or "usual"
    choices = {
        "clean": Realities(),
        "usual": usual(montage, mains_hz),
        "harsh": harsh(montage, mains_hz),
    }
    if name not in choices:
        raise InputError(
            f"the simulator knows no realities {name!r}", fix=f"use {', '.join(choices)}"
        )
    unplug_s = address.number("unplug", 0.0)
    outage = Outage(unplug_s, _OUTAGE_S) if unplug_s else None
    return replace(choices[name], outage=outage)


PLUGIN: type[Device] = Simulator
