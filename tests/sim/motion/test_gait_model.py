from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sim.motion._running import BACK, LADDER, cadence_spm, mean_of, runner

from innervate.core.channel import Side
from innervate.core.errors import InputError
from innervate.sim.motion.camera import Camera
from innervate.sim.motion.footfall import Microphone
from innervate.sim.motion.gait import Gait, Leg, Route, Style, usual_walk
from innervate.sim.motion.imu import GRAVITY, ImuSensor
from innervate.sim.motion.skeleton import Segment


@pytest.mark.parametrize("route", [Gait(), usual_walk(), Gait(cadence_spm=180.0, contact_s=0.22)])
def test_cadence_is_in_the_spectrum_of_the_sensor(route: Gait) -> None:
    vertical = runner(route).read("imu_trunk", 0, 12_000)[:, 2]
    assert cadence_spm(vertical) == pytest.approx(route.cadence_spm, rel=0.01)


def test_walking_moves_the_back_about_as_a_real_back_moves(shared_data: Path) -> None:
    """A real lower-back sensor in the laboratory: within a factor of two in every axis."""
    path = shared_data / "imu_gait" / "mobgap_HA001" / "data.mat"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    import scipy.io

    content = scipy.io.loadmat(path, simplify_cells=True)
    worn = content["data"]["TimeMeasure1"]["Test5"]["Trial1"]["SU"]["LowerBack"]
    real_acc = np.asarray(worn["Acc"])[200:-200] * GRAVITY
    real_gyr = np.radians(np.asarray(worn["Gyr"])[200:-200])
    cadence = cadence_spm(real_acc[:, 0])
    assert cadence == pytest.approx(100.0, abs=4.0)
    walk = replace(usual_walk(), cadence_spm=cadence, contact_s=1.24 * 60 / cadence)
    ours = runner(walk).read("imu_trunk", 1000, 3000)
    # Theirs: vertical, sideways, fore and aft; ours forward, left, up.
    for place, axis in ((2, 0), (1, 1), (0, 2)):
        assert 0.5 < ours[:, place].std() / real_acc[:, axis].std() < 2.0
    for place, axis in ((5, 0), (4, 1)):
        assert 0.5 < ours[:, place + 0].std() / real_gyr[:, axis].std() < 2.0


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 3000), min_size=1, max_size=5), st.integers(0, 2))
def test_cutting_changes_nothing(cuts: list[int], which: int) -> None:
    route = (Route.of(Gait()), Route.of(usual_walk()), LADDER)[which]
    noisy = ImuSensor(Segment.SHANK, Side.RIGHT, 104.0)
    whole_of = runner(route, BACK, noisy, rate_hz=4000.0, microphone=True, camera=Camera(30.0))
    cut_of = runner(route, BACK, noisy, rate_hz=4000.0, microphone=True, camera=Camera(30.0))
    for spec in whole_of.specs:
        whole = whole_of.read(spec.id, 0, 3000)
        edges = [0, *sorted(cuts), 3000]
        parts = [cut_of.read(spec.id, a, b) for a, b in pairwise(edges)]
        np.testing.assert_array_equal(np.concatenate(parts), whole)
        again = pickle.loads(pickle.dumps(cut_of)).read(spec.id, 1500, 1510)
        np.testing.assert_array_equal(again, whole[1500:1510])


def test_a_day_later_it_still_runs() -> None:
    day = 24 * 3600
    model = runner(Gait(), microphone=True)
    steps = model.steps(day, day + 60.0)
    assert 60.0 / mean_of(steps, "duration_s") == pytest.approx(169.6, rel=5e-3)
    assert model.read("imu_trunk", day * 100, day * 100 + 1000)[:, 2].max() > 15.0
    assert np.isfinite(model.read("sound", day * 16000, day * 16000 + 160)).all()


def test_streams_say_what_they_are() -> None:
    model = runner(Gait(), microphone=True)
    assert all(spec.simulated for spec in model.specs)
    found = {spec.id: [channel.unit for channel in spec.channels] for spec in model.specs}
    assert set(found["imu_trunk"]) == {"m/s^2", "rad/s"}
    assert (found["sound"], found["force"], found["heart_rate"]) == (["Pa"], ["N"], ["Hz"])
    with pytest.raises(InputError, match="eeg"):
        model.read("eeg", 0, 1)
    with pytest.raises(InputError, match="forearm"):
        runner(Gait(), ImuSensor(Segment.FOREARM, Side.LEFT, 100.0))


def test_nonsense_is_refused() -> None:
    for wrong in (
        {"cadence_spm": 500.0},
        {"speed_m_s": 0.0},
        {"contact_s": 0.5},
        {"asymmetry": 0.5},
        {"style": Style.WALK},
    ):
        with pytest.raises(InputError):
            Gait(**wrong)
    with pytest.raises(InputError):
        Leg(Gait(), 1.0)
    with pytest.raises(InputError):
        Route(())
    with pytest.raises(InputError):
        Microphone(100.0)
