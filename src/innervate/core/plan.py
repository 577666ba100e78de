"""The graph of steps and metrics that turns recordings and live streams alike into measures."""

from __future__ import annotations

from dataclasses import dataclass

from innervate.core.errors import PlanError
from innervate.core.metric import Metric
from innervate.core.plain import Plain, from_plain, to_plain
from innervate.core.registry import Registry
from innervate.core.step import Step

STEPS: Registry[Step] = Registry("innervate.steps", "step")
METRICS: Registry[Metric] = Registry("innervate.metrics", "metric")


@dataclass(frozen=True, slots=True)
class Branch:
    """One step of the graph: `inputs` (source streams or earlier outputs) become `output`."""

    output: str
    inputs: tuple[str, ...]
    step: Step


@dataclass(frozen=True, slots=True)
class Reading:
    """One metric to be read from `inputs` (source streams or outputs)."""

    metric: Metric
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A frozen graph of branches, in an order in which every input precedes its use, and readings.

    Raises `PlanError` where an output is made twice or after its use.
    """

    branches: tuple[Branch, ...]
    readings: tuple[Reading, ...] = ()

    def __post_init__(self) -> None:
        made: set[str] = set()
        used: set[str] = set()
        for branch in self.branches:
            if branch.output in made:
                raise PlanError(f"two branches make the stream {branch.output!r}")
            made.add(branch.output)
            used.update(branch.inputs)
            if branch.output in used:
                raise PlanError(
                    f"the stream {branch.output!r} is used before it is made",
                    fix="put the branch that makes it first",
                )

    @property
    def sources(self) -> tuple[str, ...]:
        """The streams that the plan needs from outside."""
        made: set[str] = set()
        needed: list[str] = []
        for branch in self.branches:
            needed += [name for name in branch.inputs if name not in made]
            made.add(branch.output)
        for reading in self.readings:
            needed += [name for name in reading.inputs if name not in made]
        return tuple(dict.fromkeys(needed))

    def __add__(self, other: Plan) -> Plan:
        return Plan(self.branches + other.branches, self.readings + other.readings)

    def to_plain(self) -> Plain:
        """The plan as JSON values: plug-in names, versions and parameters."""
        return {
            "branches": [
                {
                    "output": branch.output,
                    "inputs": list(branch.inputs),
                    "step": STEPS.name_of(type(branch.step)),
                    "version": branch.step.VERSION,
                    "parameters": to_plain(branch.step),
                }
                for branch in self.branches
            ],
            "readings": [
                {
                    "metric": METRICS.name_of(type(reading.metric)),
                    "version": reading.metric.VERSION,
                    "inputs": list(reading.inputs),
                    "parameters": to_plain(reading.metric),
                }
                for reading in self.readings
            ],
        }


@dataclass(frozen=True, slots=True)
class _StoredBranch:
    output: str
    inputs: tuple[str, ...]
    step: str
    version: int


@dataclass(frozen=True, slots=True)
class _StoredReading:
    metric: str
    version: int
    inputs: tuple[str, ...]


def plan_from_plain(value: Plain) -> Plan:
    """Read what `Plan.to_plain` wrote; raises `InputError` or `PlanError`.

    A plan stored by another version of a step or metric is refused rather than reinterpreted.
    """
    if not isinstance(value, dict):
        raise PlanError("a stored plan must be a JSON object")
    branches = []
    for raw in _objects(value, "branches"):
        parameters = raw.pop("parameters", {})
        stored = from_plain(_StoredBranch, raw)
        step = STEPS.load(stored.step)
        _same_version(stored.step, stored.version, step.VERSION)
        branches.append(Branch(stored.output, stored.inputs, from_plain(step, parameters)))
    readings = []
    for raw in _objects(value, "readings"):
        parameters = raw.pop("parameters", {})
        kept = from_plain(_StoredReading, raw)
        metric = METRICS.load(kept.metric)
        _same_version(kept.metric, kept.version, metric.VERSION)
        readings.append(Reading(from_plain(metric, parameters), kept.inputs))
    return Plan(tuple(branches), tuple(readings))


def _objects(value: dict[str, Plain], key: str) -> list[dict[str, Plain]]:
    items = value.get(key, [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise PlanError(f"{key} of a stored plan must be a list of objects")
    return [dict(item) for item in items if isinstance(item, dict)]


def _same_version(name: str, stored: int, current: int) -> None:
    if stored != current:
        raise PlanError(
            f"the stored plan uses {name} version {stored}",
            found=f"version {current}",
            fix="analyse the recording again with the present version",
        )
