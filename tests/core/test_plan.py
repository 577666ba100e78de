from __future__ import annotations

import itertools
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.errors import InnervateError, InputError, PlanError
from innervate.core.plan import METRICS, STEPS, Branch, Plan, Reading, plan_from_plain
from innervate.steps.rectify import Rectify


def chain(*names: str) -> Plan:
    return Plan(tuple(Branch(b, (a,), Rectify()) for a, b in itertools.pairwise(names)))


def every_plugin() -> Plan:
    steps = [e.step for name in STEPS.names() for e in STEPS.load(name).examples()]
    metrics = [e.metric for name in METRICS.names() for e in METRICS.load(name).examples()]
    return Plan(
        tuple(Branch(f"out{i}", ("emg",), step) for i, step in enumerate(steps)),
        tuple(Reading(metric, ("emg",)) for metric in metrics),
    )


def test_every_step_and_metric_reads_back_equal_from_json() -> None:
    plan = every_plugin()
    assert plan_from_plain(json.loads(json.dumps(plan.to_plain()))) == plan


def test_sources_are_what_is_needed_from_outside_in_order() -> None:
    plan = chain("emg", "a", "b") + Plan((Branch("c", ("acc", "a"), Rectify()),))
    assert plan.sources == ("emg", "acc")
    assert chain("emg").sources == ()


def test_a_stream_made_twice_is_refused() -> None:
    with pytest.raises(PlanError, match="two branches make the stream 'a'"):
        _ = chain("emg", "a") + chain("emg", "a")


def test_a_stream_used_before_it_is_made_is_refused() -> None:
    with pytest.raises(PlanError, match=r"'a' is used before it is made.*put the branch"):
        _ = chain("a", "b") + chain("emg", "a")
    with pytest.raises(PlanError, match="used before it is made"):
        chain("a", "a")


def stored() -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(json.dumps(chain("emg", "a").to_plain())))


def test_another_version_is_refused_rather_than_reinterpreted() -> None:
    plain = stored()
    plain["branches"][0]["version"] = 99
    with pytest.raises(PlanError, match="uses rectify version 99: found version 1"):
        plan_from_plain(plain)


def test_an_unknown_step_is_named() -> None:
    plain = stored()
    plain["branches"][0]["step"] = "teleport"
    with pytest.raises(InputError, match="there is no step 'teleport'"):
        plan_from_plain(plain)


@pytest.mark.parametrize(
    "value", [None, [], {"branches": 3}, {"branches": [3]}, {"readings": [{}]}, {"branches": [{}]}]
)
def test_what_is_no_plan_is_refused(value: Any) -> None:
    with pytest.raises(InnervateError):
        plan_from_plain(value)


@given(st.data())
def test_a_damaged_plan_is_an_error_with_words_or_a_plan(data: st.DataObject) -> None:
    plain = stored()
    branch = plain["branches"][0]
    key = data.draw(st.sampled_from(sorted(branch)))
    branch[key] = data.draw(st.none() | st.integers() | st.text() | st.lists(st.text()))
    with suppress(InnervateError):
        assert isinstance(plan_from_plain(plain), Plan)


def test_plans_are_values() -> None:
    assert chain("emg", "a") == chain("emg", "a")
    assert replace(chain("emg", "a"), readings=()) == chain("emg", "a")
