from __future__ import annotations

import pytest

from innervate.core.errors import InputError
from innervate.sim.conditions import SINGLE, WHOLE, realities_of
from innervate.sim.demo import demo_montage
from innervate.sim.realities import Drift, Ecg, ElectrodeNoise, Mains, Motion, Realities

MONTAGE = demo_montage("bench_press", 1000.0)


@pytest.mark.parametrize("name", SINGLE)
def test_each_reality_can_be_switched_on_alone(name: str) -> None:
    alone = realities_of(name, MONTAGE)
    kinds = {
        "noise": ElectrodeNoise, "mains": Mains, "ecg": Ecg, "motion": Motion, "drift": Drift,
    }  # fmt: skip
    assert [type(one) for one in alone.disturbances] == ([kinds[name]] if name in kinds else [])
    assert (alone.crosstalk is not None) is (name == "crosstalk")
    assert (alone.dropouts is not None) is (name == "dropouts")
    assert (alone.rail_v is not None) is (name == "clipping")


def test_several_are_joined_by_commas_and_harsh_has_all_voltages() -> None:
    some = realities_of("ecg,noise", MONTAGE)
    assert {type(one) for one in some.disturbances} == {ElectrodeNoise, Ecg}
    harsh = realities_of("harsh", MONTAGE)
    assert {type(one) for one in harsh.disturbances} == {ElectrodeNoise, Mains, Ecg, Motion, Drift}
    assert realities_of("clean", MONTAGE) == Realities()
    assert realities_of("mains", MONTAGE, 60.0).disturbances == (Mains(60.0),)


@pytest.mark.parametrize("name", ["grim", "noise,grim", "", "clean,noise"])
def test_an_unknown_name_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(InputError, match=f"use {', '.join(WHOLE)}"):
        realities_of(name, MONTAGE)
