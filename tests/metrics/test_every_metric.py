"""What holds for every metric of the folder."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.metrics._streams import feed, phase

from innervate.core.channel import Kind
from innervate.core.clock import Clock
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure
from innervate.core.metric import Metric, MetricExample
from innervate.core.plain import from_plain, to_plain
from innervate.core.plan import METRICS
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.units import KNOWN
from innervate.engine.run import Reader
from innervate.metrics._examples import repetitions
from innervate.metrics.onset import Onset
from innervate.metrics.release import Release
from innervate.metrics.steadiness import Steadiness

NAMES = METRICS.built_in()
LENGTH = 2400
RATE_HZ = 200.0
EVENTS = tuple(
    Event(sample / RATE_HZ, EventKind.CUE, label, sample=sample)
    for label, first in (("go", 100), ("stop", 280))
    for sample in range(first, LENGTH, 300)
)


def _specs(example: MetricExample) -> tuple[StreamSpec, ...]:
    return tuple(replace(spec, rate_hz=RATE_HZ) for spec in example.specs)


def _data(specs: tuple[StreamSpec, ...], missing: bool) -> tuple[Samples, ...]:
    random = np.random.default_rng(7)
    row = np.arange(LENGTH)
    within = (row % 300 >= 110) & (row % 300 < 290)
    out = []
    for spec in specs:
        shape = (LENGTH, len(spec.channels))
        if spec.channels[0].kind is not Kind.STATE:
            data = 1.0 + 40.0 * within[:, None] * random.gamma(40.0, 1 / 40.0, shape)
        elif shape[1] == 1:
            data = within[:, None].astype(float)
        else:
            lags = random.integers(-20, 20, shape[1])
            data = np.stack([np.roll(within, lag) for lag in lags], axis=1).astype(float)
        if missing:
            data[750:765] = np.nan
            data[1500:1800, 0] = np.nan
        out.append(data)
    return tuple(out)


def _segments(name: str) -> bool:
    """Whether the metric goes by repetitions."""
    return repetitions() in METRICS.load(name).examples()[0].specs


BY_REPETITION = [name for name in NAMES if _segments(name)]


def _examples() -> list[tuple[str, int]]:
    return [*((name, 0) for name in NAMES), ("onset", 1), ("release", 1)]


def _example(name: str, number: int) -> MetricExample:
    """The metric's own example, or the same with time counted from a cue."""
    (example,) = METRICS.load(name).examples()
    cued: dict[str, Metric] = {"onset": Onset(cue="go"), "release": Release(cue="stop")}
    return replace(example, metric=cued[name]) if number else example


def _same(one: tuple[Measure, ...], two: tuple[Measure, ...]) -> None:
    def split(measure: Measure) -> tuple[Measure, list[float]]:
        sure = measure.uncertainty
        numbers = [measure.value, measure.start_s, measure.stop_s, sure.low, sure.high]
        bare = replace(sure, low=None, high=None)
        bare_measure = replace(measure, value=None, start_s=0, stop_s=0, uncertainty=bare)
        return bare_measure, [np.nan if n is None else n for n in numbers]

    assert len(one) == len(two)
    for a, b in zip(one, two, strict=True):
        (words_a, numbers_a), (words_b, numbers_b) = split(a), split(b)
        assert words_a == words_b
        np.testing.assert_allclose(numbers_a, numbers_b, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_is_described(name: str) -> None:
    metric = METRICS.load(name)
    assert isinstance(metric.VERSION, int)
    for text in (metric.LABEL, metric.EVIDENCE, metric.CAVEAT):
        assert text
    assert format(1.0, metric.FORMAT).startswith("1")


@pytest.mark.parametrize(("name", "number"), _examples())
def test_is_restored_from_plain_parameters(name: str, number: int) -> None:
    metric = _example(name, number).metric
    assert from_plain(type(metric), json.loads(json.dumps(to_plain(metric)))) == metric


@pytest.mark.parametrize("missing", [False, True])
@pytest.mark.parametrize(("name", "number"), _examples())
@settings(max_examples=8, deadline=None)
@given(
    cuts=st.lists(st.integers(1, LENGTH - 1), max_size=12),
    skip=st.none() | st.tuples(st.integers(600, 1000), st.integers(1, 400)),
)
def test_does_not_depend_on_the_cuts(
    name: str, number: int, missing: bool, cuts: list[int], skip: tuple[int, int] | None
) -> None:
    example = _example(name, number)
    specs = _specs(example)
    data = _data(specs, missing)
    lost = skip and (skip[0], skip[0] + skip[1])
    whole = feed(example.metric.open(specs), specs, data, skip=lost, events=EVENTS).read()
    cut = feed(example.metric.open(specs), specs, data, cuts=cuts, skip=lost, events=EVENTS).read()
    assert whole
    _same(whole, cut)


@pytest.mark.parametrize("name", NAMES)
def test_sample_by_sample_gives_the_same(name: str) -> None:
    example = _example(name, 0)
    specs = _specs(example)
    data = _data(specs, True)
    whole = feed(example.metric.open(specs), specs, data, events=EVENTS).read()
    _same(
        whole,
        feed(example.metric.open(specs), specs, data, cuts=range(LENGTH), events=EVENTS).read(),
    )


@pytest.mark.parametrize(("name", "number"), _examples())
def test_is_picklable_in_mid_stream_pure_and_leaves_its_input_alone(name: str, number: int) -> None:
    example = _example(name, number)
    specs = _specs(example)
    data = _data(specs, False)
    before = [each.copy() for each in data]
    whole = feed(example.metric.open(specs), specs, data, skip=(1250, 1260), events=EVENTS).read()
    tally = example.metric.open(specs)
    early = [event for event in EVENTS if (event.sample or 0) < 1250]
    late = [event for event in EVENTS if (event.sample or 0) >= 1260]
    feed(tally, specs, tuple(each[:1250] for each in data), events=early)
    assert tally.read() == tally.read()
    tally = pickle.loads(pickle.dumps(tally))
    feed(tally, specs, data, skip=(0, 1260), events=late)
    _same(whole, tally.read())
    for kept, each in zip(before, data, strict=True):
        np.testing.assert_array_equal(kept, each)


@pytest.mark.parametrize(("name", "number"), _examples())
def test_every_number_has_unit_and_method_and_a_repetition_its_set(name: str, number: int) -> None:
    example = _example(name, number)
    specs = _specs(example)
    measures = feed(example.metric.open(specs), specs, _data(specs, True), events=EVENTS).read()
    assert {each.metric.split(".")[0] for each in measures} == {name}
    for each in measures:
        assert each.unit in KNOWN
        assert each.uncertainty.method
        assert each.subject.set == (1 if _segments(name) else None)
        assert each.start_s <= each.stop_s
        assert each.value is not None or each.quality.reasons
        low, high = each.uncertainty.low, each.uncertainty.high
        if low is not None and high is not None and each.value is not None:
            assert low <= each.value <= high
    assert len({(m.metric, m.subject) for m in measures}) == len(measures)


@pytest.mark.parametrize("name", BY_REPETITION)
def test_says_nothing_before_the_first_sample_and_why_not_without_repetitions(name: str) -> None:
    example = _example(name, 0)
    specs = _specs(example)
    tally = example.metric.open(specs)
    assert tally.read() == ()
    data = tuple(np.zeros((400, len(spec.channels))) for spec in specs)
    measures = feed(tally, specs, data).read()
    assert len(measures) == 1
    if name != "repetitions":
        assert measures[0].value is None
        assert measures[0].quality.reasons == ("no complete repetition was seen",)


def _metric(name: str) -> Metric:
    return _example(name, 0).metric


@pytest.mark.parametrize(
    "name",
    [
        "target_share", "isolation", "selectivity_db", "laterality", "compensation",
        "cocontraction_rudolph", "cocontraction_falconer_winter",
    ],
)  # fmt: skip
@pytest.mark.parametrize("unit", ["%submax", "%peak"])
def test_muscles_are_compared_in_percent_of_mvc_only(name: str, unit: str) -> None:
    example = _example(name, 0)
    first, second = _specs(example)
    first = replace(first, channels=tuple(replace(each, unit=unit) for each in first.channels))
    specs = (first, second)
    (only,) = feed(_metric(name).open(specs), specs, _data(specs, False)).read()
    assert only.value is None
    assert "calibrate with a maximal contraction (MVC) of every muscle" in only.quality.reasons[0]
    assert only.subject.rep is None


@pytest.mark.parametrize("name", NAMES)
def test_memory_is_bounded(name: str) -> None:
    example = _example(name, 0)
    specs = _specs(example)
    sizes = []
    for length in (20_000, 80_000):
        metric = Steadiness() if name == "steadiness" else example.metric  # it keeps its windows
        tally = metric.open(specs)
        row = np.arange(length)
        within = ((row >= 100) & (row < length - 100)).astype(float)[:, None]
        data = tuple(np.repeat(within, len(spec.channels), axis=1) for spec in specs)
        feed(tally, specs, tuple(each[:-150] for each in data), cuts=range(0, length, 500))
        sizes.append(len(pickle.dumps(tally)))
    assert sizes[1] < 2 * sizes[0] + 20_000


# Repetition n lasts from 1.5 n + 0.55 s to 1.5 n + 1.45 s.
TWO_SETS = (phase(0.2, "set 1 left"), phase(6.1, "pause"), phase(6.2, "set 2 right"))


@pytest.mark.parametrize("name", BY_REPETITION)
def test_knows_of_phases(name: str) -> None:
    assert EventKind.PHASE in getattr(METRICS.load(name), "EVENTS", frozenset())


@pytest.mark.parametrize(("name", "number"), [e for e in _examples() if e[0] in BY_REPETITION])
def test_a_set_is_measured_as_if_there_were_no_other(name: str, number: int) -> None:
    example = _example(name, number)
    specs = _specs(example)
    data = _data(specs, False)
    events = (*EVENTS, *TWO_SETS)
    both = feed(example.metric.open(specs), specs, data, events=events).read()
    for own, outside in ((1, slice(1240, None)), (2, slice(None, 1240))):
        alone = tuple(each.copy() for each in data)
        alone[-1][outside] = 0.0  # the repetition state
        wanted = feed(example.metric.open(specs), specs, alone, events=events).read()
        _same(tuple(m for m in both if m.subject.set == own), wanted)
    assert {m.subject.set for m in both} == {1, 2}


def _read(
    example: MetricExample,
    specs: tuple[StreamSpec, ...],
    data: tuple[Samples, ...],
    events: tuple[Event, ...],
    cuts: list[int] | None,
) -> tuple[Measure, ...]:
    """As a file is read, all events first; or with `cuts` as a session goes, events 0.2 s late."""
    reader = Reader(example.metric, specs, Clock(specs[0].clock))
    late_s = float("-inf") if cuts is None else 0.2
    waiting = sorted(events, key=lambda event: event.at_s)
    for low, high in pairwise(sorted({0, LENGTH, *(cuts or ())})):
        while waiting and waiting[0].at_s + late_s < high / RATE_HZ:
            reader.announce(waiting.pop(0))
        for which, spec in enumerate(specs):
            reader.push(which, Block(spec, low, data[which][low:high]))
        reader.cover(high / RATE_HZ - late_s)
    for event in waiting:
        reader.announce(event)
    reader.finish()
    return tuple(reader.read())


@pytest.mark.parametrize(("name", "number"), _examples())
@settings(max_examples=8, deadline=None)
@given(
    cuts=st.lists(st.integers(1, LENGTH - 1), max_size=12),
    phases=st.lists(
        st.tuples(
            st.floats(0.0, 11.9), st.sampled_from(["set 1", "set 2 left", "pause", "set 3 right"])
        ),
        max_size=5,
    ),
)
def test_a_session_and_its_file_have_the_same_sets(
    name: str, number: int, cuts: list[int], phases: list[tuple[float, str]]
) -> None:
    example = _example(name, number)
    specs = _specs(example)
    data = _data(specs, False)
    told = sorted(dict(phases).items())
    events = (*EVENTS, *(Event(at_s, EventKind.PHASE, label) for at_s, label in told))
    file = _read(example, specs, data, events, None)
    assert file
    _same(_read(example, specs, data, events, cuts), file)
    whole = [m for m in file if m.subject.rep is None]
    assert len({(m.metric, m.subject) for m in whole}) == len(whole)
