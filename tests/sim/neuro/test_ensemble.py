from __future__ import annotations

import pickle

import numpy as np
import pytest
from tests.sim.neuro._people import emg_v, ensemble, force, held

from innervate.core.channel import MuscleSide, Side
from innervate.core.errors import InputError
from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.neuro import (
    BLOCK_TICKS,
    Ensemble,
    Made,
    Neuromuscular,
    Placement,
    first_sample,
)

_NAMES = ("biceps_brachii", "triceps_brachii", "gluteus_maximus")
_REAL = Neuromuscular()


def _wandering(block: int) -> Samples:
    at = BLOCK_TICKS * block + np.arange(BLOCK_TICKS)[:, None]
    return np.asarray(0.5 + 0.5 * np.sin(at / np.array([60.0, 90.0, 140.0])))


def _same(one: Made, other: Made) -> bool:
    pairs = (
        (one.emg_v, other.emg_v),
        (one.force, other.force),
        (one.amplitude, other.amplitude),
        (one.tired, other.tired),
        (one.spikes.time_s, other.spikes.time_s),
        (one.spikes.unit, other.spikes.unit),
    )
    return all(np.array_equal(a, b) for a, b in pairs)


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    runs = [ensemble(_NAMES, seed=seed, settings=_REAL).open() for seed in (1, 1, 2)]
    for block in range(30):
        one, same, other = (run.advance(_wandering(block)) for run in runs)
        assert _same(one, same)
    assert not np.array_equal(one.emg_v, other.emg_v)


def test_a_run_can_be_put_away_and_taken_out_at_any_block() -> None:
    run = ensemble(_NAMES, settings=_REAL).open()
    for block in range(25):
        run.advance(_wandering(block))
    stored = pickle.dumps(run)
    again = pickle.loads(stored)
    for block in range(25, 50):
        assert _same(run.advance(_wandering(block)), again.advance(_wandering(block)))


def test_a_run_does_not_grow() -> None:
    run = ensemble(_NAMES, settings=_REAL).open()
    for block in range(20):
        run.advance(_wandering(block))
    early = len(pickle.dumps(run))
    for block in range(20, 300):
        run.advance(_wandering(block))
    assert len(pickle.dumps(run)) <= 1.01 * early


def test_a_checkpoint_is_small() -> None:
    run = ensemble(_NAMES, settings=_REAL).open()
    held(run, np.ones(3), 1.0)
    units = run.ensemble.body.pools.size
    assert len(pickle.dumps(run)) < 100 * units + 100_000


def test_a_run_goes_on_under_other_electrodes() -> None:
    here = ensemble(_NAMES)
    there = ensemble(_NAMES, placements=[Placement(along_mm=40.0), *[Placement()] * 2])
    stays, goes = here.open(), here.open()
    for run in (stays, goes):
        held(run, np.full(3, 0.5), 1.0)
    goes = goes.moved(there)
    one, other = (held(run, np.full(3, 0.5), 2.0) for run in (stays, goes))
    assert np.array_equal(force(one), force(other))
    assert np.array_equal(emg_v(one)[:, 1:], emg_v(other)[:, 1:])
    assert emg_v(other)[200:, 0].std() < 0.7 * emg_v(one)[200:, 0].std()
    with pytest.raises(InputError):
        stays.moved(ensemble(_NAMES[:2]))


def test_a_run_goes_on_for_months() -> None:
    run = ensemble(_NAMES, rate_hz=2048.0, settings=_REAL).open()
    run.block = 10**8
    made = held(run, np.full(3, 0.5), 5.0)
    assert sum(len(one.emg_v) for one in made) == 5 * 2048
    assert (emg_v(made)[2048:].std(axis=0) > 1e-4).all()


def test_what_is_given_is_left_as_it_was() -> None:
    run = ensemble(_NAMES).open()
    excitation, length = _wandering(0), np.ones((BLOCK_TICKS, 3))
    before = excitation.copy()
    run.advance(excitation, length)
    assert np.array_equal(excitation, before)
    assert (length == 1.0).all()


@pytest.mark.parametrize("rate_hz", [1000.0, 2000.0, 2148.1481, 1259.259])
def test_samples_of_all_blocks_follow_one_another(rate_hz: float) -> None:
    run = ensemble(_NAMES, rate_hz=rate_hz).open()
    counts = [len(run.advance(_wandering(block)).emg_v) for block in range(40)]
    borders = [first_sample(block, rate_hz) for block in range(41)]
    assert counts == np.diff(borders).tolist()
    assert borders[-1] == int(np.ceil(4.0 * rate_hz))


def test_silence_is_silent_and_ends() -> None:
    run = ensemble(_NAMES).open()
    quiet = run.advance(np.zeros((BLOCK_TICKS, 3)))
    assert not quiet.emg_v.any()
    assert not quiet.force.any()
    assert len(quiet.spikes.unit) == 0
    held(run, np.array([0.5, 0.0, 0.0]), 1.0)
    after = held(run, np.zeros(3), 2.0)
    assert not emg_v(after[2:]).any()
    assert force(after[-1:]).max() < 1e-6
    assert run.advance(np.full((BLOCK_TICKS, 3), 0.3)).emg_v.any()


def test_a_muscle_at_rest_stays_out_of_the_others() -> None:
    run = ensemble(_NAMES).open()
    made = held(run, np.array([0.7, 0.0, 0.2]), 1.0)
    assert not emg_v(made)[:, 1].any()
    assert all((one.spikes.muscle != 1).all() for one in made)
    assert emg_v(made)[:, 0].any()


def test_a_maximal_contraction_gives_all_force_and_the_stated_voltage() -> None:
    made = held(ensemble(_NAMES).open(), np.ones(3), 10.0)[10:]
    assert force(made).mean(axis=0) == pytest.approx(1.0, abs=0.04)
    assert emg_v(made).std(axis=0) == pytest.approx(1e-3, rel=0.08)


def test_a_badly_placed_pair_gives_less_but_the_same_activation() -> None:
    placed = [Placement(), Placement(along_mm=40.0), Placement(across_mm=20.0)]
    person = ensemble(["biceps_brachii"] * 3, placements=placed)
    made = held(person.open(), np.ones(3), 5.0)
    rms = emg_v(made).std(axis=0)
    assert (rms[1:] < 0.6 * rms[0]).all()
    assert made[-1].amplitude == pytest.approx(1.0, abs=5e-3)


def test_anatomy_does_not_depend_on_the_other_muscles() -> None:
    alone, among = ensemble(_NAMES[:1]).body, ensemble(_NAMES).body
    units = len(alone.peak_hz)
    assert among.templates.energy_v2s[:units] == pytest.approx(alone.templates.energy_v2s)


def test_length_and_speed_change_the_force_but_not_the_emg() -> None:
    runs = [ensemble(_NAMES).open() for _ in range(3)]
    still = np.ones((BLOCK_TICKS, 3))
    for block in range(10):
        short = 0.6 * still
        fast = 1.0 - (block * BLOCK_TICKS + np.arange(1, 11)[:, None]) * 0.004 * still
        level = 0.5 * still
        lengths = (still, short, fast)
        made = [run.advance(level, one) for run, one in zip(runs, lengths, strict=True)]
    assert (made[1].force < 0.75 * made[0].force).all()
    assert (made[2].force < 0.8 * made[0].force).all()
    assert np.array_equal(made[0].emg_v, made[1].emg_v)


def test_common_input_reaches_all_units_of_a_muscle_in_use() -> None:
    run = ensemble(_NAMES).open()
    at = np.arange(BLOCK_TICKS)[:, None] / 100.0
    rhythm = 0.1 * np.sin(2.0 * np.pi * 20.0 * at) * np.ones((1, 3))
    phases = []
    for _ in range(100):
        made = run.advance(np.tile([0.4, 0.4, 0.0], (BLOCK_TICKS, 1)), common=rhythm)
        assert (made.spikes.muscle != 2).all()
        phases.append(np.exp(2j * np.pi * 20.0 * made.spikes.time_s))
    locked = abs(np.concatenate(phases).mean())
    assert locked > 0.05


@pytest.mark.parametrize(
    "excitation",
    [np.zeros((9, 3)), np.zeros((BLOCK_TICKS, 2)), np.full((BLOCK_TICKS, 3), np.nan)],
)
def test_what_does_not_fit_is_refused(excitation: Samples) -> None:
    with pytest.raises(InputError):
        ensemble(_NAMES).open().advance(excitation)


def test_muscles_voltages_and_placements_must_be_as_many() -> None:
    biceps = MuscleSide("biceps_brachii", Side.LEFT)
    for muscles, volts, rate_hz in (
        ([], [], 2000.0),
        ([biceps], [], 2000.0),
        ([biceps], [1.0], 0.0),
    ):
        with pytest.raises(InputError):
            Ensemble(muscles, volts, [Placement()] * len(muscles), rate_hz, Draws(1), _REAL)
