"""The truth beside the measures: what counts as true, and that it is what it should be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.metric import MetricExample
from innervate.core.plan import METRICS
from innervate.core.truth import Truth
from innervate.metrics.activation import Activation
from innervate.testing.contract import BrokenError, NotApplicableError
from innervate.testing.truths import Pair, against_usual, check_truth, pairs, stated_truths
from innervate.testing.witness import Witness, few_sessions

LEVEL = Truth("level", "a level", 1.0)


@pytest.fixture(scope="module")
def seen() -> Witness:
    return few_sessions()[0]


def pair(value: float, own: float, number: int = 1, *, moved: float = 0.0, ok: bool = True) -> Pair:
    interval = Uncertainty(value - 2.0, value + 2.0, 0.95, "made up")
    subject = Subject("biceps_brachii", set=number)
    measure = Measure("level", value, "%MVC", subject, 0.0, 1.0, interval, Quality(ok))
    return Pair(LEVEL, measure, own + moved, own)


@pytest.mark.parametrize("name", METRICS.built_in())
def test_every_metric_says_what_its_numbers_are_about(name: str) -> None:
    stated = stated_truths(METRICS.load(name).examples()[0].metric)
    assert {truth.metric.partition(".")[0] for truth in stated} == {name}
    assert all(truth.within > 0 and len(truth.about.split()) >= 3 for truth in stated)


def test_a_metric_that_says_nothing_is_told_what_to_say() -> None:
    with pytest.raises(BrokenError, match="nobody has said what its true value is"):
        stated_truths(object())


def test_the_interval_of_a_set_is_about_the_person() -> None:
    # One person gives 10 and 14, the other 20 and 24: the means are 12 and 22.
    sessions = [
        (pair(10.0, 10.0, 1), pair(14.0, 14.0, 2)),
        (pair(20.0, 20.0, 1), pair(24.0, 24.0, 2)),
    ]
    for session, mean in zip(against_usual(sessions), (12.0, 22.0), strict=True):
        # Both persons differ alike between the sets: that is no scatter, but the set's number.
        assert [one.aim for one in session] == pytest.approx([mean - 2.0, mean + 2.0])


def test_what_scatters_is_set_against_the_mean() -> None:
    random = np.random.default_rng(1)
    own = 50.0 + random.normal(0.0, 3.0, (40, 8))
    sessions = [
        tuple(pair(float(value), float(value), number) for number, value in enumerate(row, 1))
        for row in own
    ]
    aims = np.array([[one.aim for one in session] for session in against_usual(sessions)])
    assert (own - aims).std() == pytest.approx(3.0, rel=0.1)
    assert aims.mean() == pytest.approx(50.0, abs=0.5)


def test_the_terms_of_a_session_move_the_mean_with_them() -> None:
    sessions = [(pair(11.0, 10.0, moved=1.0),), (pair(10.0, 10.0),)]
    assert [session[0].aim for session in against_usual(sessions)] == pytest.approx([11.0, 10.0])


def test_the_interval_of_one_repetition_is_about_that_stretch() -> None:
    one = pair(10.0, 9.0)
    of_rep = replace(one, measure=replace(one.measure, subject=Subject(set=1, rep=3)))
    assert of_rep.aim == 9.0
    assert of_rep.holds()
    assert not replace(of_rep, true=7.0).holds()


def test_what_is_not_fit_does_not_count() -> None:
    (good,), (bad,) = against_usual([(pair(10.0, 10.0),), (pair(10.0, 10.0, ok=False),)])
    assert good.counts
    assert not bad.counts


def test_noise_free_activation_is_near_and_not_the_same(seen: Witness) -> None:
    (example,) = Activation.examples()
    found = [one for one in pairs(example, seen) if one.measure.subject.rep and one.true]
    assert len(found) == 2 * 4 * 4  # mean and peak of four muscles in four repetitions
    means = [one for one in found if one.measure.metric == "activation"]
    errors = [one.error / one.true for one in means if one.true]
    assert 0.001 < np.std(errors) < 0.1
    assert abs(np.mean(errors)) < 0.1


def test_the_person_wears_what_the_examples_name(seen: Witness) -> None:
    (example,) = Activation.examples()
    (spec, state) = example.specs
    strange = replace(spec, channels=(replace(spec.channels[0], muscle="soleus"),))
    with pytest.raises(NotApplicableError, match="wears nothing on soleus"):
        seen.measured.measure(MetricExample(example.metric, (strange, state)))


def test_a_mean_error_beyond_what_is_stated_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = Activation.examples()
    strict = tuple(replace(truth, within=1e-6) for truth in Activation.TRUTH)
    monkeypatch.setattr(Activation, "TRUTH", strict)
    with pytest.raises(BrokenError, match="off the truth on average, more than 1e-06"):
        check_truth(example, few_sessions())
