"""A test of the tests: each planted bug is caught by its contract, its correct twin passes."""

from __future__ import annotations

import pytest
from tests.testing.planted import devices as planted

from innervate.core.device import Device
from innervate.testing.suite import check_device

BUGS: list[tuple[type[Device], str]] = [
    (planted.SilentGap, "every sample counted"),
    (planted.ChangingSpec, "every sample counted"),
    (planted.Microvolts, "SI units"),
    (planted.Fragile, "opens and closes"),
    (planted.Gullible, "refusal"),
    (planted.Nameless, "discovery"),
]


@pytest.mark.parametrize(
    ("twin", "unchecked"), [(planted.Toy, 0), (planted.Hardware, 3), (planted.Rehearsed, 0)]
)
def test_a_correct_device_keeps_every_contract(twin: type[Device], unchecked: int) -> None:
    findings = check_device(twin)
    assert [finding for finding in findings if not finding.ok] == []
    assert (
        len([finding for finding in findings if "without hardware" in finding.detail]) == unchecked
    )


@pytest.mark.parametrize(
    ("bug", "contract"), BUGS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_planted_bug_is_caught_by_its_contract(bug: type[Device], contract: str) -> None:
    broken = {finding.contract: finding.detail for finding in check_device(bug) if not finding.ok}
    assert contract in broken, broken
    assert all(word in broken[contract] for word in ("promised:", "seen:", "to mend it:"))


def test_a_found_device_carries_the_name_of_its_plugin() -> None:
    findings = check_device(planted.Toy, "another name")
    assert [finding.contract for finding in findings if not finding.ok] == ["discovery"]


def test_a_device_whose_package_is_absent_is_not_checked() -> None:
    findings = check_device(planted.WithoutExtra)
    assert all(finding.ok for finding in findings)
    unchecked = {finding.contract for finding in findings if "toylib is not" in finding.detail}
    assert unchecked == {finding.contract for finding in findings} - {"description"}
