from __future__ import annotations

import pytest

from innervate.core.registry import Registry
from innervate.devices._kits import KITS, Kit, Way
from innervate.devices.lsl import Query


def test_names_are_unique_and_notes_fit_a_line() -> None:
    assert len({kit.name for kit in KITS}) == len(KITS)
    assert all(0 < len(kit.note) <= 100 for kit in KITS)


@pytest.mark.parametrize("kit", KITS, ids=lambda kit: str(kit.name))
def test_what_is_live_has_an_address_that_makes_sense(kit: Kit) -> None:
    live = kit.way in (Way.LIVE, Way.LSL)
    assert bool(kit.address) == live
    if kit.way is Way.LSL:
        assert Query.parse(kit.address.removeprefix("lsl:")).fields
    if kit.way is Way.LIVE:
        pytest.importorskip("brainflow", reason="the extra innervate[brainflow] is not installed")
        from innervate.devices._brainflow_board import layout

        assert layout(kit.address.removeprefix("brainflow:").split("?")[0]).rows


def test_the_helpers_are_no_devices() -> None:
    assert set(Registry("innervate.devices", "device").built_in()) == {
        "brainflow", "lsl", "simulator"}  # fmt: skip
