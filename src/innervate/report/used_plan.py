"""The plan as a document tells it: the names, versions and parameters of steps and metrics."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import cast

from innervate.core.errors import InputError
from innervate.core.plain import Plain
from innervate.core.plan import Plan


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a step or metric; `value` is JSON text."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class UsedStep:
    """A step of the plan, and the stream that it made."""

    output: str
    inputs: tuple[str, ...]
    step: str
    version: int
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class UsedMetric:
    """A metric of the plan."""

    metric: str
    version: int
    inputs: tuple[str, ...]
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class UsedPlan:
    """A plan as it was used. Unlike `core.plan.Plan` it can be shown by any later version."""

    branches: tuple[UsedStep, ...]
    readings: tuple[UsedMetric, ...]


def used_plan(plan: Plan) -> UsedPlan:
    """The plan with its parameters as text."""
    return _read(_without_nan(plan.to_plain()))


def plan_to_json(plan: UsedPlan) -> Plain:
    """The JSON values of `Plan.to_plain`, which `core.plan.plan_from_plain` reads."""
    return {
        "branches": [
            {
                "output": one.output,
                "inputs": list(one.inputs),
                "step": one.step,
                "version": one.version,
                "parameters": _values(one.parameters),
            }
            for one in plan.branches
        ],
        "readings": [
            {
                "metric": one.metric,
                "version": one.version,
                "inputs": list(one.inputs),
                "parameters": _values(one.parameters),
            }
            for one in plan.readings
        ],
    }


def plan_from_json(value: Plain) -> Plain:
    """The JSON values of `plan_to_json` with parameters as `from_plain` wants a `UsedPlan`.

    Raises `InputError` where they are none.
    """
    try:
        plan = cast("dict[str, list[dict[str, Plain]]]", value)
        return {
            part: [{**one, "parameters": _listed(one["parameters"])} for one in plan[part]]
            for part in ("branches", "readings")
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError("the plan of the analysis cannot be read", found=str(error)) from error


def _read(value: Plain) -> UsedPlan:
    from innervate.core.plain import from_plain

    return from_plain(UsedPlan, plan_from_json(value))


def _values(parameters: tuple[Parameter, ...]) -> Plain:
    return {one.name: json.loads(one.value) for one in parameters}


def _listed(parameters: Plain) -> Plain:
    items = cast("dict[str, Plain]", parameters).items()
    return [{"name": name, "value": json.dumps(value, ensure_ascii=False)} for name, value in items]


def _without_nan(value: Plain) -> Plain:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    return value
