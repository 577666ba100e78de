"""A hand-made analysis, as an engine would give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from innervate.core.channel import Channel, Kind, Side
from innervate.core.fit import Fit, FitInterval, FitParameter
from innervate.core.flaw import Flaw
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.plan import Branch, Plan
from innervate.core.recording import About
from innervate.core.stream import StreamSpec
from innervate.engine.analysis import (
    Analysis,
    ChannelQuality,
    Curve,
    Delay,
    FlawShare,
    Repetition,
    Unsaid,
)
from innervate.steps.rectify import Rectify

LENGTH_S, STEP_S = 60.0, 0.06
GOOD = Quality()
STARTS_S = (26.0, 30.5, 35.0, 39.5, 44.0, 48.5, 53.0)
REP_S = 3.0


@dataclass(frozen=True)
class Player:
    """A muscle of the hand-made session, with its level in %MVC and its onset."""

    channel: Channel
    level: float
    onset_s: float


def player(name: str, muscle: str, side: Side, level: float, onset_s: float) -> Player:
    return Player(Channel(name, Kind.ACTIVATION, "%MVC", muscle, side), level, onset_s)


PLAYERS = (
    player("GMAX_R", "gluteus_maximus", Side.RIGHT, 44.0, -0.045),
    player("BF_R", "biceps_femoris", Side.RIGHT, 37.0, -0.131),
    player("ES_R", "erector_spinae", Side.RIGHT, 29.0, -0.02),
    player("VL_R", "vastus_lateralis", Side.RIGHT, 17.0, 0.06),
)


def sure(value: float, half: float, method: str) -> Uncertainty:
    return Uncertainty(value - half, value + half, 0.95, method)


def build_analysis(*, simulated: bool = True) -> Analysis:
    random = np.random.default_rng(7)
    raw = tuple(
        Channel(one.channel.name, Kind.EMG, "V", one.channel.muscle, one.channel.side)
        for one in PLAYERS
    )
    spec = StreamSpec("emg", (*raw, Channel("EMG5", Kind.EMG, "V")), 2000.0, "amp", simulated)
    return Analysis(
        about=About(
            name="session-07.xdf",
            format="xdf",
            started_at="2026-03-14T18:20:00+01:00",
            device="virtual athlete",
            person="P04",
            exercise="romanian_deadlift",
            notes=("12 samples were lost at 31.2 s; they are marked as not measured.",),
        ),
        simulated=simulated,
        exercise="romanian_deadlift",
        duration_s=LENGTH_S,
        streams=(spec,),
        plan=Plan((Branch("emg/rectified", ("emg",), Rectify()),)),
        fits=(normalisation(),),
        delays=(Delay("emg/rectified", 0.0), Delay("emg/activation", 0.0496)),
        measures=tuple(measures(random)),
        channels=tuple(qualities(raw)),
        curves=tuple(curves(random)),
        repetitions=tuple(
            Repetition(number, start_s, start_s + REP_S)
            for number, start_s in enumerate(STARTS_S, 1)
        ),
        unsaid=(
            Unsaid(
                "which muscle channel EMG5 measures",
                "'EMG5' names no muscle",
                "add --map 'EMG5=MUSCLE[:SIDE]'",
            ),
        ),
    )


def normalisation() -> Fit:
    return Fit(
        "normalise",
        1,
        "emg/activation",
        tuple(one.channel.name for one in PLAYERS),
        "MVC: best 500 ms of three trials",
        (FitParameter("reference", (4.1e-4, 3.2e-4, 1.9e-4, 5.5e-4), "V"),),
        tuple(
            FitInterval("session-07.xdf", 6.0 + 5 * trial, 9.0 + 5 * trial, f"mvc {trial + 1}")
            for trial in range(3)
        ),
    )


def curves(random: np.random.Generator) -> Iterator[Curve]:
    time_s = np.arange(0, LENGTH_S, STEP_S)
    for one in PLAYERS:
        course = 1.5 + random.gamma(2.0, 0.5, len(time_s))
        for trial in range(3):
            inside = np.clip(np.minimum(time_s - 6 - 5 * trial, 9 + 5 * trial - time_s), 0, 0.4)
            course += 2.4 * inside * random.normal(95, 5, len(time_s))
        for start_s in STARTS_S:
            phase = (time_s - start_s - one.onset_s) / REP_S
            bump = np.where((phase > 0) & (phase < 1), np.sin(np.pi * np.clip(phase, 0, 1)), 0)
            course += 1.5 * one.level * bump * random.normal(1, 0.08, len(time_s))
        values = [float(value) for value in course]
        drawn = tuple(None if 31.2 < t < 31.5 else v for t, v in zip(time_s, values, strict=True))
        yield Curve("emg/activation", one.channel, 0.0, STEP_S, drawn)


def qualities(raw: tuple[Channel, ...]) -> Iterator[ChannelQuality]:
    for index, channel in enumerate(raw):
        strip: list[int | None] = [0] * 240
        flaws: tuple[FlawShare, ...] = ()
        if index == 2:
            strip[90:130] = [int(Flaw.MAINS | Flaw.ECG)] * 40
            flaws = (FlawShare("mains hum", 0.166), FlawShare("heartbeat", 0.166))
        if index == 3:
            strip[200:212] = [int(Flaw.CLIPPED)] * 12
            flaws = (FlawShare("clipped", 0.05),)
        strip[125:126] = [None]
        yield ChannelQuality("emg", channel, index != 2, flaws, 0.995, 0.0, 0.25, tuple(strip))


def measures(random: np.random.Generator) -> Iterator[Measure]:
    within, over = "second differences of 100-ms windows", "Student t over 7 repetitions"
    target = Subject("gluteus_maximus", Side.RIGHT, set=1, other=(
        "gluteus_maximus:right | biceps_femoris:right, erector_spinae:right, vastus_lateralis:right"
    ))  # fmt: skip
    for rep, start_s in enumerate(STARTS_S, 1):
        value = 0.35 + float(random.normal(0, 0.025))
        yield measure("target_share", value, "1", target, start_s, rep, sure(value, 0.05, within))
    yield measure("target_share", 0.352, "1", target, None, None, sure(0.352, 0.021, over))
    yield measure("isolation", 61.0, "1", target, None, None, sure(61.0, 4.2, over))
    for one in PLAYERS:
        subject = Subject(one.channel.muscle, one.channel.side, set=1)
        for rep, start_s in enumerate(STARTS_S, 1):
            value = one.level * float(random.normal(1, 0.06))
            ok = Quality() if (rep, one.level) != (3, 29.0) else Quality(False, ("mains hum",))
            yield measure(
                "activation", value, "%MVC", subject, start_s, rep, sure(value, 3.0, within), ok
            )
        yield measure(
            "activation", one.level, "%MVC", subject, None, None, sure(one.level, 2.4, over)
        )
        peak = Uncertainty.none("no interval of a largest value")
        yield measure("activation.peak", 1.7 * one.level, "%MVC", subject, None, None, peak)
        yield measure(
            "onset", one.onset_s, "s", subject, None, None, sure(one.onset_s, 0.035, over)
        )
    lag = Subject("biceps_femoris", Side.RIGHT, set=1, other="gluteus_maximus:right")
    yield measure("onset.order", 0.086, "s", lag, None, None, sure(0.086, 0.05, over))
    lag = Subject("gluteus_maximus", Side.RIGHT, set=1, other="erector_spinae:right")
    unclear = Quality(False, ("no order is claimed: the interval does not exclude 0",))
    yield measure("onset.order", 0.025, "s", lag, None, None, sure(0.025, 0.06, over), unclear)
    pair = Subject("biceps_femoris", Side.RIGHT, other="vastus_lateralis:right", set=1)
    yield measure("cocontraction_rudolph", 23.0, "%MVC", pair, None, None, sure(23.0, 3.0, over))
    yield measure("repetitions", 7.0, "1", Subject(set=1), None, None, Uncertainty.none("a count"))
    refused = Quality(False, ("no muscle was recorded on both sides: put sensors on both",))
    none = Uncertainty.none("there is no value")
    yield measure("laterality", None, "1", Subject(set=1), None, None, none, refused)


def measure(  # noqa: PLR0917 - a table of measures reads best by position
    metric: str,
    value: float | None,
    unit: str,
    subject: Subject,
    start_s: float | None,
    rep: int | None,
    uncertainty: Uncertainty,
    quality: Quality = GOOD,
) -> Measure:
    first, last = (26.0, 56.0) if start_s is None else (start_s, start_s + REP_S)
    subject = replace(subject, rep=rep)
    return Measure(metric, value, unit, subject, first, last, uncertainty, quality)


@pytest.fixture
def analysis() -> Analysis:
    return build_analysis()


@pytest.fixture
def measured_analysis() -> Analysis:
    return build_analysis(simulated=False)
