"""Run plug-ins through the contracts of their kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from innervate.core.device import Device
from innervate.core.errors import InputError
from innervate.core.format import Format
from innervate.core.metric import Metric
from innervate.core.plan import METRICS, STEPS
from innervate.core.registry import Registry
from innervate.core.step import Learns, Step
from innervate.testing import (
    devices,
    formats,
    metric_contracts,
    metrics,
    step_flow,
    step_learning,
    step_words,
)
from innervate.testing.benches import MetricBench, StepBench
from innervate.testing.contract import Contract, examine
from innervate.testing.drawn import tidy
from innervate.testing.findings import Finding, Report

__all__ = [
    "Finding", "Report", "check_all", "check_device", "check_format", "check_metric", "check_step",
]  # fmt: skip

DEVICES: Registry[Device] = Registry("innervate.devices", "device")
FORMATS: Registry[Format] = Registry("innervate.formats", "format", apart=("workouts",))

B = TypeVar("B")
Progress = Callable[[str], None]
"""Called with a line that says what is being checked."""


def check_step(plugin: type[Step], name: str | None = None) -> tuple[Finding, ...]:
    """Run a step through its contracts, each with every example."""
    title = f"step {name or plugin.__name__}"

    def contracts() -> Iterator[Finding]:
        examples = plugin.examples()
        subject = step_words.Stepping(plugin, examples)
        yield from examine(title, subject, step_words.CLASS)
        benches = tuple(StepBench.of(example) for example in examples)
        learns = any(isinstance(bench.step, Learns) for bench in benches)
        more = step_learning.LEARNING if learns else ()
        yield from _each(title, benches, (*step_words.WORDS, *step_flow.FLOW, *more))

    return _guarded(title, contracts)


def check_metric(plugin: type[Metric], name: str | None = None) -> tuple[Finding, ...]:
    """Run a metric through its contracts, each with every example."""
    title = f"metric {name or plugin.__name__}"

    def contracts() -> Iterator[Finding]:
        examples = plugin.examples()
        yield from examine(title, metrics.Measuring(plugin, examples), metric_contracts.CLASS)
        benches = tuple(MetricBench.of(example) for example in examples)
        yield from _each(title, benches, metric_contracts.FLOW)

    return _guarded(title, contracts)


def check_device(plugin: type[Device], name: str | None = None) -> tuple[Finding, ...]:
    """Run a device through its contracts, as far as it goes without hardware."""
    title = f"device {name or plugin.__name__}"
    return examine(title, devices.Bench(plugin, name), devices.CONTRACTS)


def check_format(plugin: type[Format], name: str | None = None) -> tuple[Finding, ...]:
    """Run a file format through its contracts, on files that it writes itself."""
    title = f"format {name or plugin.__name__}"
    with formats.bench(plugin) as bench:
        return examine(title, bench, formats.CONTRACTS)


def check_all(names: Iterable[str] = (), progress: Progress | None = None) -> Report:
    """Check the plug-ins of these names, or all that are installed.

    A name that several kinds have ("onset" is a step and a metric) means all of them; "step
    onset" or "step:onset" means one. Raises `InputError` for an unknown name, `MissingExtraError`
    without the extra ``innervate[testing]``.
    """
    chosen = _chosen(tuple(names))
    findings: list[Finding] = []
    with tidy():
        for number, plugin in enumerate(chosen, 1):
            (progress or _silent)(f"checking {plugin.title} ({number} of {len(chosen)})")
            findings += plugin.check()
    return Report(tuple(findings))


def _silent(line: str) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class _Plugin:
    """A registered plug-in and the suite of its kind."""

    registry: Registry[Any]
    name: str
    suite: Callable[[Any, str], tuple[Finding, ...]]

    @property
    def title(self) -> str:
        return f"{self.registry.noun} {self.name}"

    def check(self) -> tuple[Finding, ...]:
        def contracts() -> Iterator[Finding]:
            yield from self.suite(self.registry.load(self.name), self.name)

        return _guarded(self.title, contracts)


def _chosen(names: tuple[str, ...]) -> list[_Plugin]:
    kinds: tuple[tuple[Registry[Any], Callable[[Any, str], tuple[Finding, ...]]], ...] = (
        (STEPS, check_step),
        (METRICS, check_metric),
        (DEVICES, check_device),
        (FORMATS, check_format),
    )
    every = [
        _Plugin(registry, name, suite) for registry, suite in kinds for name in registry.names()
    ]
    if not names:
        return every
    for name in names:
        if not any(_means(name, plugin) for plugin in every):
            raise InputError(
                f"there is no plug-in {name!r}",
                found=", ".join(sorted({plugin.name for plugin in every})),
                fix="use one of these names",
            )
    return [plugin for plugin in every if any(_means(name, plugin) for name in names)]


def _means(name: str, plugin: _Plugin) -> bool:
    return name.replace(":", " ") in (plugin.name, plugin.title)


def _each(
    title: str, benches: tuple[B, ...], contracts: tuple[Contract[B], ...]
) -> Iterator[Finding]:
    """One finding per contract: that of the first example that breaks it, or of the last."""
    for contract in contracts:
        finding = Finding(title, contract.name, True, "there is no example")
        for number, bench in enumerate(benches, 1):
            (found,) = examine(title, bench, (contract,))
            if not found.ok:
                of = f"example {number} of {len(benches)}:\n" if len(benches) > 1 else ""
                finding = Finding(title, contract.name, False, of + found.detail)
                break
            if number == 1 or not found.detail:
                finding = found
        yield finding


def _guarded(title: str, contracts: Callable[[], Iterator[Finding]]) -> tuple[Finding, ...]:
    """What `contracts` finds; an error of the plug-in itself becomes one more finding."""
    found: list[Finding] = []

    def run(_: None) -> None:
        found.extend(contracts())

    opening = Contract(
        "examples",
        "the plug-in can be loaded and its examples run as they stand",
        "run the examples yourself and see",
        run,
    )
    first = examine(title, None, (opening,))
    return (*first, *found)
