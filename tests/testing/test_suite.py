"""Every plug-in that is installed keeps its contracts; and the suite's own words."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from tests.testing.planted.steps import Smooth

from innervate.core.errors import InputError, MissingExtraError
from innervate.core.plan import METRICS, STEPS
from innervate.core.registry import Registry
from innervate.testing import suite
from innervate.testing.findings import Finding, Report
from innervate.testing.suite import DEVICES, FORMATS, check_all, check_step

EVERY = [
    f"{registry.noun} {name}"
    for registry in (STEPS, METRICS, DEVICES, FORMATS)
    for name in registry.names()
]


@pytest.mark.parametrize("plugin", EVERY)
def test_every_plugin_keeps_its_contracts(plugin: str) -> None:
    report = check_all([plugin])
    assert report.ok, report.text()
    assert len(report.findings) >= 5


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"there is no plug-in 'bandpas': found .*bandpass"):
        check_all(["bandpas"])


def test_a_name_of_two_kinds_means_both() -> None:
    chosen = [plugin.title for plugin in suite._chosen(("rectify", "onset"))]
    assert chosen == ["step onset", "step rectify", "metric onset"]
    assert [plugin.title for plugin in suite._chosen(("metric:onset",))] == ["metric onset"]
    assert [plugin.title for plugin in suite._chosen(())] == EVERY


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'innervate\[testing\]'"):
        check_all(["rectify"])


class Broken(Smooth):
    """Its examples crash."""

    @classmethod
    def examples(cls) -> Any:
        return list(EVERY)[1_000_000]


def test_a_crash_in_the_examples_is_a_finding() -> None:
    (finding,) = check_step(Broken)
    assert not finding.ok
    assert "it crashed with IndexError: list index out of range (test_suite.py, line" in (
        finding.detail
    )


def test_a_plugin_that_needs_another_extra_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(self: Registry[Any], name: str) -> Any:
        raise MissingExtraError.of("sensorlib", "sensor")

    monkeypatch.setattr(Registry, "load", load)
    report = check_all(["step rectify"])
    assert report.ok
    assert report.findings[0].detail.startswith("not checked: the package sensorlib is not")


def test_the_report_explains_what_is_broken_and_counts() -> None:
    report = Report(
        (
            Finding("step a", "first law", True),
            Finding("step a", "units", False, "promised: x.\nseen: y\nto mend it: z."),
            Finding("format b", "round trip", True, "it is read only"),
            Finding("format b", "lazy", True, "not checked: because"),
            Finding("format b", "sniff", True, "not checked: because"),
        )
    )
    assert not report.ok
    assert [finding.contract for finding in report.broken] == ["units"]
    assert report.text() == (
        "step a: 1 contract holds, 1 BROKEN\n"
        "  BROKEN units\n"
        "    promised: x.\n"
        "    seen: y\n"
        "    to mend it: z.\n"
        "format b: 0 contracts hold, 3 not checked\n"
        "  round trip: it is read only\n"
        "  lazy, sniff: because\n"
        "1 of 2 contracts of 2 plug-ins is broken."
    )
