"""The plan for EMG: what is built for which streams, muscles and exercises."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.body.movement import Work, exercises
from innervate.core.channel import Channel, Kind, MuscleSide, Side
from innervate.core.errors import InputError
from innervate.core.plan import plan_from_plain
from innervate.core.recording import About
from innervate.core.stream import Block, StreamSpec
from innervate.engine.analyser import Analyser
from innervate.engine.emg import EmgChoices, EmgPlan, emg_plan, emg_streams
from innervate.engine.run import PlanRun
from innervate.steps.normalise import Method, Normalise
from innervate.steps.notch import Notch
from innervate.steps.repetitions import Repetitions
from innervate.steps.select import Select

PEC, BICEPS = "pectoralis_major", "biceps_brachii"
ALL = {one.key: one for one in exercises()}
ONE_SIDED = next(one for one in ALL.values() if one.one_side and len(one.targets) == 1)


def emg(
    *muscles: str | MuscleSide | None, name: str = "emg", rate_hz: float = 1000.0
) -> StreamSpec:
    channels = []
    for number, one in enumerate(muscles, start=1):
        said = MuscleSide(one) if isinstance(one, str) else one
        channels.append(
            Channel(f"E{number}", Kind.EMG, "V", said.muscle, said.side)
            if said
            else Channel(f"E{number}", Kind.EMG, "V")
        )
    return StreamSpec(name, tuple(channels), rate_hz, f"clock of {name}")


ACC = Channel("ACC", Kind.ACCELERATION, "m/s^2")


def step_of(made: EmgPlan, output: str) -> object:
    return next(branch.step for branch in made.plan.branches if branch.output == output)


def metrics(made: EmgPlan) -> list[str]:
    return [type(reading.metric).__name__ for reading in made.plan.readings]


def targets(made: EmgPlan) -> list[tuple[MuscleSide, ...]]:
    """The groups that target shares are of."""
    return [
        getattr(reading.metric, "targets")  # noqa: B009 - of one kind of metric only
        for reading in made.plan.readings
        if type(reading.metric).__name__ == "TargetShare"
    ]


@given(
    muscles=st.lists(
        st.sampled_from([*sorted({m for one in ALL.values() for m in one.channels}), None]),
        min_size=1, max_size=6,
    ),
    sides=st.lists(st.sampled_from([Side.LEFT, Side.RIGHT, None]), min_size=6, max_size=6),
    key=st.sampled_from([*sorted(ALL), None]),
    rate_hz=st.sampled_from([200.0, 999.7, 2000.0]),
    extra=st.booleans(),
)  # fmt: skip
def test_every_plan_runs_and_reads_back(
    muscles: list[str | None],
    sides: list[Side | None],
    key: str | None,
    rate_hz: float,
    extra: bool,
) -> None:
    """Whatever is recorded and asked for, the chain takes it and its plan can be stored."""
    said = [MuscleSide(m, s) if m else None for m, s in zip(muscles, sides, strict=False)]
    spec = emg(*said, rate_hz=rate_hz)
    if extra:
        spec = replace(spec, channels=(*spec.channels, ACC))
    made = emg_plan((spec,), EmgChoices(exercise=ALL[key] if key else None))
    run = PlanRun(made.plan, (spec,))
    run.push(Block(spec, 0, np.zeros((100, len(spec.channels)))))
    run.finish()
    run.read()
    shown = {*made.shown.curves, made.shown.repetitions, *sum(made.shown.qualities, ())}
    assert shown <= set(run.specs)
    assert plan_from_plain(made.plan.to_plain()) == made.plan
    assert {len(branch.output.split("/")) for branch in made.plan.branches} <= {2, 3}


def test_mixed_channels_are_parted_first() -> None:
    spec = replace(emg(PEC, BICEPS), channels=(ACC, *emg(PEC, BICEPS).channels))
    made = emg_plan((spec,), EmgChoices())
    assert made.plan.branches[0].inputs == ("emg",)
    assert step_of(made, "emg/emg") == Select(("E1", "E2"))
    assert made.shown.qualities == (("emg/quality", "emg/emg"),)
    run = PlanRun(made.plan, (spec,))
    assert [channel.name for channel in run.specs["emg/emg"].channels] == ["E1", "E2"]
    assert [channel.name for channel in run.specs["emg/activation"].channels] == ["E1", "E2"]


def test_pure_emg_needs_no_parting() -> None:
    made = emg_plan((emg(PEC),), EmgChoices())
    assert not any(isinstance(branch.step, Select) for branch in made.plan.branches)
    assert made.plan.sources == ("emg",)


def test_every_emg_stream_gets_its_chain_and_other_streams_none() -> None:
    acc = StreamSpec("imu", (ACC,), 100.0, "imu")
    one, two = emg(PEC, name="left arm"), emg(BICEPS, name="right arm", rate_hz=1259.0)
    made = emg_plan((acc, one, two), EmgChoices())
    assert made.plan.sources == ("left arm", "right arm")
    assert made.shown.curves == ("left arm/activation", "right arm/activation")
    assert [judged for _, judged in made.shown.qualities] == ["left arm", "right arm"]
    assert made.shown.repetitions == "left arm/repetitions"
    PlanRun(made.plan, (acc, one, two))


@pytest.mark.parametrize(
    ("specs", "found"),
    [
        ((), "found no stream"),
        ((StreamSpec("imu", (ACC,), 100.0, "imu"),), "found acc"),
        ((replace(emg(PEC), rate_hz=None),), "found emg"),
        (
            (StreamSpec("eeg", (Channel("Fp1", Kind.EEG, "V"), ACC), 250.0, "cap"),),
            "found acc, eeg",
        ),
    ],
)
def test_without_regular_emg_it_is_said_what_there_is(
    specs: tuple[StreamSpec, ...], found: str
) -> None:
    for build in (emg_streams, lambda given_: emg_plan(given_, EmgChoices())):
        with pytest.raises(InputError, match=f"there is no EMG in this recording: {found}"):
            build(specs)


BOTH_SIDES = tuple(MuscleSide(ONE_SIDED.targets[0], side) for side in Side)


def test_a_one_sided_exercise_gives_each_side_its_own_sets() -> None:
    made = emg_plan((emg(*BOTH_SIDES, BICEPS),), EmgChoices(exercise=ONE_SIDED))
    assert targets(made) == [(one,) for one in BOTH_SIDES]
    for one in BOTH_SIDES:
        step = step_of(made, f"emg/repetitions/{one.side}")
        assert getattr(step, "says") == f"{one.muscle} {one.side}"  # noqa: B009
    for reading in made.plan.readings:
        if type(reading.metric).__name__ in ("TargetShare", "Isolation", "SelectivityDb"):
            (target,) = getattr(reading.metric, "targets")  # noqa: B009
            assert reading.inputs == ("emg/activation", f"emg/repetitions/{target.side}")


@pytest.mark.parametrize(
    ("muscles", "chosen", "expected"),
    [
        (BOTH_SIDES[:1], (), (MuscleSide(ONE_SIDED.targets[0]),)),  # one side recorded
        (BOTH_SIDES, BOTH_SIDES[1:], BOTH_SIDES[1:]),  # one side asked for
        ((ONE_SIDED.targets[0],), (), (MuscleSide(ONE_SIDED.targets[0]),)),  # side unknown
    ],
)
def test_else_there_is_one_group(
    muscles: tuple[MuscleSide, ...],
    chosen: tuple[MuscleSide, ...],
    expected: tuple[MuscleSide, ...],
) -> None:
    made = emg_plan((emg(*muscles),), EmgChoices(exercise=ONE_SIDED, targets=chosen))
    assert targets(made) == [expected]


def test_who_is_asked_for_beats_the_exercise_and_must_be_recorded() -> None:
    spec = emg(PEC, BICEPS)
    asked = (MuscleSide(BICEPS), MuscleSide("soleus"))
    made = emg_plan((spec,), EmgChoices(exercise=ALL["bench_press"], targets=asked))
    assert targets(made) == [(MuscleSide(BICEPS),)]
    moving = step_of(made, "emg/bursts")
    assert isinstance(moving, Repetitions)
    assert moving.channels == ("E2",)


def test_without_a_target_all_channels_tell_of_repetitions_and_none_is_compared() -> None:
    made = emg_plan((emg(PEC, None),), EmgChoices())
    assert targets(made) == []
    moving = step_of(made, "emg/bursts")
    assert isinstance(moving, Repetitions)
    assert moving.channels == ()
    assert {"Activation", "Repetitions", "Onset", "Activity", "Release"} <= set(metrics(made))


def test_laterality_needs_both_sides_of_one_muscle() -> None:
    left, right = (MuscleSide(PEC, side) for side in Side)
    for muscles, expected in (
        ((left, right), True),
        ((left, MuscleSide(BICEPS, Side.RIGHT)), False),
        ((PEC, PEC), False),
    ):
        made = emg_plan((emg(*muscles),), EmgChoices())
        assert ("Laterality" in metrics(made)) is expected


def test_cocontraction_is_read_of_recorded_pairs_only() -> None:
    with_pairs = [one for one in ALL.values() if one.pairs]
    assert with_pairs
    for one in with_pairs:
        pair = one.pairs[0]
        both = emg_plan((emg(pair.agonist, pair.antagonist),), EmgChoices(exercise=one))
        alone = emg_plan((emg(pair.agonist),), EmgChoices(exercise=one))
        assert {"CocontractionRudolph", "CocontractionFalconerWinter"} <= set(metrics(both))
        assert not any(name.startswith("Cocontraction") for name in metrics(alone))


def test_steadiness_is_of_holds() -> None:
    for one in ALL.values():
        made = emg_plan((emg(*one.targets),), EmgChoices(exercise=one))
        assert ("Steadiness" in metrics(made)) is (one.work is Work.HOLD)


@pytest.mark.parametrize(("method", "mains_hz"), list(product(Method, (None, 0.0, 60.0))))
def test_what_is_chosen_is_in_the_plan(method: Method, mains_hz: float | None) -> None:
    made = emg_plan((emg(PEC),), EmgChoices(method=method, mains_hz=mains_hz))
    assert step_of(made, "emg/activation") == Normalise(method)
    assert step_of(made, "emg/clean") == Notch(mains_hz=mains_hz)


def test_two_streams_of_an_analyser_stay_apart() -> None:
    one, two = emg(PEC, name="one"), emg(BICEPS, name="two", rate_hz=500.0)
    made = emg_plan((one, two), EmgChoices())
    analyser = Analyser(About(), (one, two), made.plan, made.shown)
    for spec in (one, two):
        samples = round(3 * spec.regular_rate_hz)
        noise = np.random.default_rng(1).standard_normal((samples, 1)) * 1e-5
        analyser.push(Block(spec, 0, noise))
    analyser.finish()
    found = analyser.analysis()
    assert [quality.stream for quality in found.channels] == ["one", "two"]
    assert {curve.stream for curve in found.curves} <= {"one/activation", "two/activation"}
