from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.channel import MuscleSide, Side
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.stream import Block, Samples
from innervate.sim.athlete import Athlete, VirtualAthlete, blocks, items
from innervate.sim.demo import demo_athlete, demo_montage, demo_script
from innervate.sim.montage import Electrode, Montage
from innervate.sim.performance import Form
from innervate.sim.realities import (
    Drift,
    Dropouts,
    Ecg,
    ElectrodeNoise,
    Mains,
    Motion,
    Realities,
    even_crosstalk,
    harsh,
    named_crosstalk,
)
from innervate.sim.script import Effort, Phase, PhaseKind, Role, Script

RATE = 1000.0
BICEPS = MuscleSide("biceps_brachii", Side.RIGHT)
TRICEPS = MuscleSide("triceps_brachii", Side.RIGHT)
STEADY = Form(variability=0.0, unsteadiness=0.0, tone=0.0)


def _montage(rate_hz: float = RATE) -> Montage:
    return Montage((Electrode(BICEPS, 1e-3), Electrode(TRICEPS, 0.5e-3)), rate_hz)


def _hold(level: float, seconds: float = 60.0, role: Role = Role.MAXIMAL) -> Script:
    effort = Effort(BICEPS, 0.0, seconds, level, role, 0.0, 0.0)
    return Script("hold", (Phase(PhaseKind.MVC, seconds, "mvc 1", (effort,)),))


def _athlete(realities: Realities, script: Script | None = None, form: Form = STEADY) -> Athlete:
    return Athlete(script or _hold(1.0), _montage(), realities, seed=2, form=form)


def _read(athlete: VirtualAthlete, start: int, stop: int) -> Samples:
    return athlete.read(start, stop)[0].data


def test_it_is_a_virtual_athlete_and_says_that_it_is_simulated() -> None:
    athlete: VirtualAthlete = _athlete(Realities())
    assert all(spec.simulated for spec in (*athlete.specs, athlete.truth.montage.activation))
    assert [c.unit for c in athlete.specs[0].channels] == ["V", "V"]


@pytest.mark.parametrize("level", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("rate_hz", [250.0, 1000.0, 2000.0])
def test_rms_is_activation_times_mvc(level: float, rate_hz: float) -> None:
    athlete = Athlete(_hold(level), _montage(rate_hz), Realities(), seed=1, form=STEADY)
    data = _read(athlete, 0, round(60 * rate_hz))
    # Motor units of one level hold their own rates: the expectation is met within a few percent.
    assert float(np.sqrt(np.mean(data[:, 0] ** 2))) == pytest.approx(level * 1e-3, rel=0.05)
    assert not data[:, 1].any()


def test_the_spectrum_is_that_of_surface_emg() -> None:
    noise = _read(_athlete(Realities()), 0, 60_000)[:, 0]
    power = np.abs(np.fft.rfft(noise.reshape(-1, 1000), axis=1)) ** 2
    mean = power.mean(axis=0)
    median_hz = int(np.searchsorted(np.cumsum(mean), mean.sum() / 2))
    assert 50 <= median_hz <= 120
    assert mean[350:].mean() < 0.1 * mean[50:90].mean()


def test_tired_muscles_give_the_same_force_with_more_and_slower_activity() -> None:
    athlete = _athlete(Realities(), _hold(0.5, 90.0, Role.TARGET), Form(fatigue=1.0))
    early, late = slice(5_000, 15_000), slice(80_000, 90_000)
    force = athlete.truth.force(0, 90_000)[:, 0]
    activation = athlete.truth.activation(0, 90_000)[:, 0]
    emg = _read(athlete, 0, 90_000)[:, 0]
    assert force[late].mean() == pytest.approx(force[early].mean(), rel=0.04)
    assert activation[late].mean() > 1.2 * activation[early].mean()
    assert _median_hz(emg[late]) < 0.9 * _median_hz(emg[early])
    tired = athlete.truth.tired(0, 90_000)
    assert 0.0 <= tired[0, 0] < tired[-1, 0] <= 1.0
    assert tired[-1, 1] < 1e-3


def _median_hz(emg: Samples) -> float:
    power = (np.abs(np.fft.rfft(emg.reshape(-1, 1000), axis=1)) ** 2).mean(axis=0)
    return float(np.searchsorted(np.cumsum(power), power.sum() / 2))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 25_000), st.lists(st.integers(0, 700), min_size=1, max_size=8))
def test_the_cut_does_not_matter(start: int, lengths: list[int]) -> None:
    montage = demo_montage("pec_isolation", RATE)
    realities = harsh(montage)
    script = demo_script("pec_isolation", 30.0)
    athlete = Athlete(script, montage, realities, 5, Form(fatigue=1.0))
    whole = _read(athlete, start, start + sum(lengths))
    other = Athlete(script, montage, realities, 5, Form(fatigue=1.0))
    at, parts = start, []
    for length in lengths:
        parts.append(_read(other, at, at + length))
        at += length
    pieces = np.concatenate(parts)
    assert np.abs(pieces - whole).max(initial=0.0) <= 1e-9 * np.abs(whole).max(initial=0.0)


def test_reading_far_ahead_and_back_again_gives_the_same() -> None:
    athlete = demo_athlete("chin_up", 250.0, 1)
    ahead = _read(athlete, 40_000, 40_500)
    early = _read(athlete, 1_000, 1_500)
    assert np.array_equal(ahead, _read(athlete, 40_000, 40_500))
    assert np.array_equal(early, _read(demo_athlete("chin_up", 250.0, 1), 1_000, 1_500))


def test_memory_does_not_grow_with_time() -> None:
    athlete = Athlete(_hold(0.3, 400.0), _montage(100.0), Realities(), 1)
    sizes = []
    for second in (150, 350):
        _read(athlete, (second - 10) * 100, second * 100)
        sizes.append(len(pickle.dumps(athlete)))
    assert sizes[1] < 1.2 * sizes[0]


def test_seeds_differ_and_repeat() -> None:
    one, again, two = (
        _read(demo_athlete("bench_press", RATE, seed), 30_000, 31_000) for seed in (1, 1, 2)
    )
    assert np.array_equal(one, again)
    assert not np.array_equal(one, two)


def test_an_athlete_can_be_pickled() -> None:
    athlete = demo_athlete("bench_press", RATE, 1)
    _read(athlete, 0, 500)
    again = pickle.loads(pickle.dumps(athlete))
    assert np.array_equal(_read(athlete, 500, 900), _read(again, 500, 900))


def test_crosstalk_is_what_the_matrix_says() -> None:
    montage = _montage()
    athlete = _athlete(Realities(crosstalk=even_crosstalk(montage, 0.2)))
    data = _read(athlete, 0, 5000)
    assert np.allclose(data[:, 1], 0.2 * data[:, 0])


def test_a_misshapen_crosstalk_matrix_is_refused() -> None:
    with pytest.raises(InputError, match="must be 2 x 2"):
        _athlete(Realities(crosstalk=((1.0,),)))


def test_electrode_noise_and_hum_have_their_stated_size() -> None:
    silent = _hold(0.0)
    noise = _read(_athlete(Realities((ElectrodeNoise(4e-6),)), silent), 0, 60_000)
    assert noise.std() == pytest.approx(4e-6, rel=0.03)
    hum = _read(_athlete(Realities((Mains(50.0, 20e-6),)), silent), 0, 60_000)
    power = np.abs(np.fft.rfft(hum[:, 0])) ** 2
    assert np.argmax(power) == 50 * 60
    assert power[2990:3010].sum() + power[8990:9010].sum() > 0.99 * power.sum()


def test_the_heart_is_large_on_the_chest_and_faint_on_the_arm() -> None:
    montage = Montage(
        (
            Electrode(MuscleSide("pectoralis_major", Side.LEFT), 1e-3),
            Electrode(MuscleSide("vastus_lateralis", Side.LEFT), 1e-3),
        ),
        RATE,
    )
    ecg = Realities((Ecg(80.0, 100e-6),))
    data = _read(Athlete(_hold(0.0), montage, ecg, 1, STEADY), 0, 60_000)
    peaks = (
        (data[1:-1, 0] > 50e-6) & (data[1:-1, 0] > data[:-2, 0]) & (data[1:-1, 0] >= data[2:, 0])
    )
    assert 78 <= int(peaks.sum()) <= 82
    assert data[:, 1].max() < 0.05 * data[:, 0].max()


def test_motion_is_slow() -> None:
    data = _read(_athlete(Realities((Motion(),)), _hold(0.0)), 0, 60_000)[:, 0]
    power = np.abs(np.fft.rfft(data)) ** 2
    assert power[: 10 * 60].sum() > 0.98 * power.sum()


def test_drift_is_slower_still() -> None:
    data = _read(_athlete(Realities((Drift(100e-6),)), _hold(0.0)), 0, 60_000)[:, 0]
    power = np.abs(np.fft.rfft(data - data.mean())) ** 2
    assert power[: 60 // 2].sum() > 0.98 * power.sum()
    assert 20e-6 < data.std() < 300e-6


def test_crosstalk_of_named_muscles() -> None:
    montage = _montage()
    matrix = named_crosstalk(montage, [("biceps_brachii", "triceps_brachii", 0.1)])
    assert matrix == ((0.0, 0.0), (0.1, 0.0))
    with pytest.raises(InputError, match="'soleus', which wears no electrode"):
        named_crosstalk(montage, [("soleus", "triceps_brachii", 0.1)])


def test_the_amplifier_clips_at_its_rail() -> None:
    data = _read(_athlete(Realities(rail_v=0.5e-3)), 0, 5000)
    assert float(np.abs(data).max()) == 0.5e-3


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 3000))
def test_every_lost_sample_is_told(block_samples: int) -> None:
    athlete = _athlete(Realities(dropouts=Dropouts(2.0, 0.3)))
    reached, lost, told = 0, 0, 0.0
    gap: Event | None = None
    for item in islice(blocks(athlete, block_samples), 4000):
        if isinstance(item, Event):
            if item.kind is EventKind.GAP:
                gap = item
                told += item.value or 0.0
            continue
        if item.start != reached:
            assert gap is not None
            assert gap.sample == item.start
            assert gap.value == item.start - reached
            lost += item.start - reached
        reached = item.stop
        if reached > 12_000:
            break
    assert lost == told > 0


def test_phases_are_announced_before_their_samples() -> None:
    athlete = demo_athlete("glute_bridge", RATE, 1, seconds=20.0)
    at, labels = 0, []
    for item in items(athlete, 0, 20_000):
        if isinstance(item, Event):
            labels.append(item.label)
            assert item.kind is EventKind.PHASE
            assert item.at_s * RATE >= at
        else:
            at = item.start
    assert labels == [phase.label for phase in athlete.truth.phases(20.0)]


def test_skill_moves_activation_from_compensators_to_targets() -> None:
    shares = []
    for skill in (0.0, 0.5, 1.0):
        athlete = demo_athlete("romanian_deadlift", RATE, 1, seconds=60.0, form=Form(skill=skill))
        reps = athlete.truth.repetitions(60.0)
        first, last = round(reps[0].start_s * RATE), round(reps[-1].stop_s * RATE)
        mean = athlete.truth.activation(first, last).mean(axis=0)
        shares.append(mean[:2].sum() / mean.sum())
    assert shares[0] < 0.5 < shares[1] < shares[2]


def test_form_outside_its_range_is_refused() -> None:
    with pytest.raises(InputError, match="skill of the virtual athlete must lie between 0 and 1"):
        Form(skill=2.0)


def test_activation_stream_is_in_percent_of_mvc() -> None:
    still = replace(STEADY, tremor=0.0)
    athlete = _athlete(Realities(), _hold(0.5), still)
    block = athlete.truth.block(0, 100)
    assert isinstance(block, Block)
    assert float(block.data[50, 0]) == pytest.approx(50.0, rel=1e-3)
    assert block.spec.channels[0].unit == "%MVC"


def test_a_turned_knob_holds_from_the_next_tenth_of_a_second_on() -> None:
    plain, turned = (_athlete(Realities(), _hold(0.4, 20.0, Role.TARGET)) for _ in range(2))
    before = _read(turned, 0, 4_950)
    at_s = turned.turn(replace(STEADY, effort=2.0))
    assert at_s == 5.0
    whole = _read(plain, 0, 10_000)
    after = _read(turned, 4_950, 10_000)
    assert np.array_equal(before, whole[:4_950])
    assert np.array_equal(after[:50], whole[4_950:5_000])
    assert after[1_050:, 0].std() > 1.6 * whole[6_000:, 0].std()
    assert turned.form.effort == 2.0
    assert np.array_equal(_read(turned, 0, 10_000), np.concatenate((before, after)))


def test_a_knob_can_be_turned_at_a_moment_to_come() -> None:
    athlete = _athlete(Realities(), _hold(0.2, 20.0, Role.TARGET))
    assert athlete.turn(replace(STEADY, effort=3.0), 3.96) == 4.0
    rms = np.sqrt((_read(athlete, 0, 8_000)[:, 0].reshape(8, 1000) ** 2).mean(axis=1))
    assert rms[5:].min() > 2.0 * rms[1:4].max()


def test_electrodes_moved_along_the_fibres_see_less() -> None:
    athlete = _athlete(Realities(), _hold(0.5, 20.0))
    there = _read(athlete, 0, 8_000)[1_000:, 0].std()
    athlete.turn(replace(STEADY, placement_mm=40.0))
    moved = _read(athlete, 8_000, 16_000)[1_000:, 0].std()
    assert 0 < moved < 0.8 * there
    assert athlete.truth.activation(15_000, 16_000)[:, 0].mean() == pytest.approx(0.5, rel=0.05)


def test_force_is_on_target_and_steadier_with_skill() -> None:
    spread = []
    for skill in (0.0, 0.5, 1.0):
        form, found = Form(variability=0.0, skill=skill), []
        script = _hold(0.3 / form.gain(Role.TARGET), 40.0, Role.TARGET)
        for seed in (1, 2, 3):
            athlete = Athlete(script, _montage(250.0), Realities(), seed, form)
            force = athlete.truth.force(1_250, 10_000)[:, 0]
            assert force.mean() == pytest.approx(_force_at(athlete, 0.3), rel=0.02)
            found.append(force.std() / force.mean())
        spread.append(np.mean(found))
    assert 0.01 < spread[2] < spread[1] < 0.05
    assert spread[1] < spread[0] < 0.08


def _force_at(athlete: Athlete, level: float) -> float:
    """The steady force of fresh muscles whose EMG is at this level."""
    muscles = athlete._course._ensemble(athlete.form)
    return float(muscles.force_for(muscles.excitation_for(np.array([[level, 0.0]])))[0, 0])
