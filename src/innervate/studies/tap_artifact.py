"""Taps on a muscle make EMG that is no effort (muscle-tap response, Sci Rep 2020)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.channel import MuscleSide, Side
from innervate.core.event import Event, EventKind
from innervate.core.plan import Branch, Plan
from innervate.core.recording import Recording
from innervate.core.stream import Samples
from innervate.core.units import PERCENT_MVC
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.emg import EmgChoices
from innervate.engine.learning import fit_event
from innervate.sim.draws import Draws
from innervate.sim.mind.tapping import ANSWER_S, tap_answer, tap_times
from innervate.sim.montage import Electrode
from innervate.sim.script import Effort, Phase, PhaseKind, Role, Script
from innervate.steps.blank import Blank
from innervate.studies._finding import Asked, Finding
from innervate.studies._lab import RATE_HZ, Lab, made
from innervate.studies._session import REFERENCE, Task, session
from innervate.studies._statistics import mean
from innervate.studies._study import Progress, Study, silent

GLUTEUS = MuscleSide("gluteus_maximus", Side.RIGHT)
ELECTRODES = (Electrode(GLUTEUS, 250e-6),)
_PRESET = "tap_artifact"
_BEFORE_S = 0.1
_EDGE_S = 0.5


@dataclass(frozen=True, slots=True)
class Person:
    """Mean activation of a hold with taps less that of a hold without, %MVC."""

    raw: float
    blanked: float


@dataclass(frozen=True, slots=True)
class TapArtifact:
    """Two holds at one level, the second with taps; with the product's blanking and without.

    Attributes:
        people: a setting.
        hold_s: how long a hold lasts.
        every_s: a tap so often; rarer than one taps, so that something is left between.
        level, answer: of the hold, and of the burst that a tap evokes (fractions of the
            standard reference).
    """

    people: int = 8
    hold_s: float = 18.0
    every_s: float = 3.0
    level: float = 0.20
    answer: float = 0.25

    ABOUT: ClassVar[str] = (
        "Taps evoke bursts that look like effort; blanking them keeps activation flat."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Tap2020",)

    @classmethod
    def quick(cls) -> TapArtifact:
        """Three people, shorter holds."""
        return cls(people=3, hold_s=12.0)

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All people, one session each."""
        lab = Lab(_PRESET, seed, progress)
        return tuple(self.judge([self._measured(lab, number) for number in range(self.people)]))

    def person(self, draws: Draws) -> Person:
        """What is true of everybody, seen with the error of two holds (a setting)."""
        errors = 0.8 * draws.normals(0, 2)
        return Person(self.truth + float(errors[0]), float(errors[1]))

    @property
    def truth(self) -> float:
        """What the answers to the taps add to the mean of a hold, %MVC."""
        first = tap_answer(GLUTEUS, 0.0, self.answer)
        filled_s = ANSWER_S - 0.5 * (first.rise_s + first.fall_s)
        taps = len(self._taps())
        return 100.0 * self.answer * taps * filled_s / (self.hold_s - 2.0 * _EDGE_S)

    def judge(self, people: Sequence[Person]) -> Iterator[Finding]:
        """The findings of measured differences; both intervals hold together."""
        asked = Asked(_PRESET, "what taps add to a hold, not blanked", PERCENT_MVC, self.SOURCES)
        found = mean([person.raw for person in people], 2)
        yield asked.rule(self.truth, found, found.low > 0.0, "above 0 (effort that is none)")
        asked = Asked(_PRESET, "what taps add to a hold, blanked", PERCENT_MVC, self.SOURCES)
        yield asked.null(mean([person.blanked for person in people], 2))

    def _taps(self) -> tuple[float, ...]:
        """The moments of the taps within the hold; the last answer is over before its end."""
        return tap_times(1.0 / self.every_s, 1.0, self.hold_s - _EDGE_S - ANSWER_S)

    def _measured(self, lab: Lab, number: int) -> Person:
        opening = session("tap", (GLUTEUS,), (GLUTEUS,), [Task((self.level,), 1)])
        hold = Effort(GLUTEUS, 0.0, self.hold_s, REFERENCE * self.level, Role.MAXIMAL)
        answers = tuple(tap_answer(GLUTEUS, at_s, REFERENCE * self.answer) for at_s in self._taps())
        phases = (
            *opening.phases,
            Phase(PhaseKind.SET, self.hold_s, "hold", (hold,)),
            Phase(PhaseKind.PAUSE, 1.0, "pause"),
            Phase(PhaseKind.SET, self.hold_s, "hold with taps", (hold, *answers)),
            Phase(PhaseKind.PAUSE, 1.0, "pause"),
        )
        script = Script("tap", phases)
        recording = lab.recorded(script, ELECTRODES, number)
        second_s = script.opening_s - 1.0 - self.hold_s
        first_s = second_s - 1.0 - self.hold_s
        raw, blanked = self._activations(recording, second_s)
        usual = self._mean(raw, first_s)
        return Person(self._mean(raw, second_s) - usual, self._mean(blanked, second_s) - usual)

    def _activations(self, recording: Recording, second_s: float) -> tuple[Samples, Samples]:
        """%MVC by the product's chain, as it is and with the product's blanking."""
        found = analyse(recording, AnalyseOptions(EmgChoices(targets=(GLUTEUS,))))
        kept = tuple(one for one in found.plan.branches if one.output in _CHAIN)
        blank = Branch("emg/blanked", ("emg/activation",), Blank(before_s=_BEFORE_S))
        plan = Plan((*kept, blank))
        events = [fit_event(fit, float("-inf")) for fit in found.fits if fit.stream in _CHAIN]
        events += [
            Event(
                second_s + at_s,
                EventKind.TAP,
                stream="emg/activation",
                sample=round((second_s + at_s) * RATE_HZ),
            )
            for at_s in self._taps()
        ]
        raw = made(plan, recording, "emg/activation", events)
        return raw, made(plan, recording, "emg/blanked", events)

    def _mean(self, activation: Samples, start_s: float) -> float:
        first, last = start_s + _EDGE_S, start_s + self.hold_s - _EDGE_S
        return float(np.nanmean(activation[round(first * RATE_HZ) : round(last * RATE_HZ)]))


_CHAIN = frozenset({"emg/banded", "emg/clean", "emg/envelope", "emg/activation"})

PLUGIN: type[Study] = TapArtifact
