"""What the person means each muscle to do: the efforts with overflow, co-contraction and focus."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.control.relations import Relations
from innervate.sim.performance import Focus, Form, Performed
from innervate.sim.script import Effort, Role
from innervate.sim.timeline import BLOCK_TICKS, CONTROL_HZ, Timeline

_OVERFLOW_AT_MAXIMUM = 0.079
_JOINING_IN = 0.3
_OWN_WORK, _BUSY = 0.2, 0.6
_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """Control ticks x muscles.

    Attributes:
        activation: the intended EMG amplitude as a fraction of that of a maximal contraction.
        steered: the share (0-1) of it whose force the person watches and corrects; maximal
            efforts and rest are not.
        moving: 1 where the muscle is asked for in a repetition under way.
    """

    activation: Samples
    steered: Samples
    moving: Samples


def wanted(
    performances: Iterable[Performed],
    relations: Relations,
    timeline: Timeline,
    ticks: range,
    *,
    overflow: float = 1.0,
) -> Wanted:
    """The intentions on control ticks, each taken at the middle of its tick.

    `overflow` is the person's own factor on what spills to the other side.
    """
    first, last = ticks.start, ticks.stop
    column = {muscle: k for k, muscle in enumerate(relations.muscles)}
    parts = np.zeros((len(_ROLES), last - first, len(column)))
    moving = np.zeros((last - first, len(column)))
    spans = [
        (max(a * BLOCK_TICKS - first, 0), min(b * BLOCK_TICKS, last) - first, form)
        for a, b, form in timeline.spans(first // BLOCK_TICKS, -(-last // BLOCK_TICKS))
    ]
    for performed in performances:
        for effort, bare in zip(performed.efforts, performed.bare, strict=True):
            if effort.muscle in column:
                part = parts[_ROLES.index(effort.role), :, column[effort.muscle]]
                _add(part, effort, bare, spans, first)
        for rep in performed.repetitions:
            a, b = (round(s * CONTROL_HZ) - first for s in (rep.start_s, rep.stop_s))
            for muscle in rep.targets:
                if muscle in column:
                    moving[max(a, 0) : max(b, 0), column[muscle]] = 1.0
    out = np.empty_like(moving)
    for a, b, form in spans:
        out[a:b] = _in_form(parts[:, a:b], form, relations, overflow)
    asked = parts.sum(axis=0)
    steered = np.zeros_like(asked)
    np.divide(asked - parts[_ROLES.index(Role.MAXIMAL)], asked, out=steered, where=asked > 1e-6)
    return Wanted(out, steered, moving)


def _in_form(parts: Samples, form: Form, relations: Relations, overflow: float) -> Samples:
    target, helping, maximal = (
        parts[_ROLES.index(role)] for role in (Role.TARGET, Role.COMPENSATOR, Role.MAXIMAL)
    )
    target, helping = _focused(target, helping, form)
    if form.cocontraction:
        opposed = np.minimum(target @ relations.opponent, 1.0)
        leading = target.max(axis=1, keepdims=True) * (helping > 0)
        idle = np.clip(1.0 - target / _OWN_WORK, 0.0, 1.0)
        joining = np.maximum(opposed, leading) * idle
        helping = helping + _JOINING_IN * form.cocontraction * joining
    total = target + helping + maximal
    if form.overflow:
        # Beside a muscle that works as hard of its own there is nothing to see of it.
        idle = np.clip(1.0 - total / _BUSY, 0.0, 1.0)
        spill = _OVERFLOW_AT_MAXIMUM * form.overflow * overflow
        total = total + spill * (total @ relations.counterpart) * idle
    return np.asarray(np.maximum(total, form.tone))


def _focused(target: Samples, helping: Samples, form: Form) -> tuple[Samples, Samples]:
    """Attention on the muscle adds to it, attention on the effect adds a little to all.

    Thinking of the muscle added 6-9 % MVC up to moderate loads and nothing at heavy ones
    (Calatayud et al. 2016, Eur J Appl Physiol 116:527), in helpers about 3 %; being told to think
    of the effect added about 4 % in all muscles (Kristiansen et al. 2018, J Strength Cond Res:
    pectoralis 44 against 40 % without any instruction).
    """
    if form.focus is Focus.INTERNAL:
        return target + 0.07 * _moderate(target), helping + 0.03 * _moderate(helping)
    if form.focus is Focus.EXTERNAL:
        return target + 0.04 * _moderate(target), helping + 0.04 * _moderate(helping)
    return target, helping


def _moderate(level: Samples) -> Samples:
    return np.asarray(np.clip(level / 0.3, 0.0, 1.0) * np.clip((0.8 - level) / 0.2, 0.0, 1.0))


def _add(
    part: Samples, effort: Effort, bare: float, spans: list[tuple[int, int, Form]], first: int
) -> None:
    """Add an effort to the intention of its muscle, in the form in force at each moment."""
    low = max(int(effort.start_s * CONTROL_HZ) - first, 0)
    high = min(int(effort.stop_s * CONTROL_HZ) + 2 - first, len(part))
    if high <= low:
        return
    time_s = (np.arange(first + low, first + high) + 0.5) / CONTROL_HZ
    rise = _flank((time_s - effort.start_s) / max(effort.rise_s, 1e-9))
    fall = _flank((effort.stop_s - time_s) / max(effort.fall_s, 1e-9))
    shape = bare * np.minimum(rise, fall)
    for since, until, form in spans:
        a, b = max(since, low), min(until, high)
        if a < b:
            gain = form.gain(effort.role, effort.muscle.side)
            part[a:b] += gain * shape[a - low : b - low]


def _flank(fraction: Samples) -> Samples:
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(fraction, 0.0, 1.0)))
