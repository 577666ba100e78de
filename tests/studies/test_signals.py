"""Small studies through the whole chain: signals are made, recorded, analysed and judged."""

from __future__ import annotations

import pytest

from innervate.studies._finding import Finding, Verdict
from innervate.studies._lab import Lab
from innervate.studies._session import Task
from innervate.studies.calatayud2016 import BENCH, PECTORAL, TRICEPS
from innervate.studies.guillot2007 import Guillot2007
from innervate.studies.hollman import Hollman
from innervate.studies.lewis_sahrmann import LewisSahrmann
from innervate.studies.mirror_activity import MirrorActivity
from innervate.studies.tap_artifact import TapArtifact


def measured(finding: Finding) -> float:
    assert finding.measured is not None
    return finding.measured


def test_the_product_measures_what_a_session_asks_for() -> None:
    lab = Lab("calatayud2016", 1)
    tasks = [Task((0.3, 0.6), work_s=2.5), Task((0.6, 0.3), work_s=2.5)]
    found = lab.measured(BENCH, tasks, 0)
    assert len(found.analysis.repetitions) == 6
    for number, levels in enumerate((task.levels for task in tasks), start=1):
        for muscle, level in zip((PECTORAL, TRICEPS), levels, strict=True):
            value = found.of_set("activation", number, muscle)
            assert value == pytest.approx(100.0 * level, rel=0.2)
    assert lab.seconds == pytest.approx(4.0 + 3 * 2.6 + 1.0 + 2 * (0.4 + 3 * 3.3))


def test_a_cue_that_doubles_a_muscle_is_seen() -> None:
    told: list[float] = []
    usual, cued, times = Hollman(people=4, reps=2, people_sd=0.1).run(1, told.append)
    assert 12.0 < measured(usual) < 21.0
    assert 24.0 < measured(cued) < 40.0
    assert measured(times) == pytest.approx(33.0 / 16.8, rel=0.2)
    assert times.verdict is Verdict.RECOVERED
    assert told == sorted(told)
    assert len(told) == 4


def test_taps_add_what_they_add_and_blanking_takes_it_away() -> None:
    study = TapArtifact(people=4, hold_s=12.0)
    raw, blanked = study.run(1)
    assert measured(raw) == pytest.approx(study.truth, abs=1.2)
    assert abs(measured(blanked)) < 0.5 * measured(raw)
    assert blanked.verdict is Verdict.NULL_FOUND


def test_the_other_hand_is_seen_and_lowers_laterality() -> None:
    study = MirrorActivity(people=3, reps=2, other=(8.0, 0.5))
    other, laterality = study.run(2)
    assert measured(other) == pytest.approx(8.0, abs=2.0)
    assert measured(laterality) == pytest.approx(0.85, abs=0.05)


def test_onsets_that_are_apart_come_out_apart() -> None:
    steady = LewisSahrmann(trials=12, few=3, sds_ms=(20.0, 20.0, 20.0), simulated=50)
    far, near, *_ = steady.run(1)
    assert measured(far) == pytest.approx(92.0, abs=35.0)
    assert far.low is not None
    assert far.low > 0.0
    assert abs(measured(near) - 6.0) < 35.0


def test_imagery_is_above_rest_in_its_order_and_silence_is_silent() -> None:
    heavy, light, isometric, eccentric, *_, quiet = Guillot2007(people=3, silent_people=3).run(1)
    ratios = [measured(one) for one in (heavy, light, isometric, eccentric)]
    assert ratios == sorted(ratios, reverse=True)
    assert min(ratios) > 1.0
    assert measured(quiet) == pytest.approx(1.0, abs=0.08)
