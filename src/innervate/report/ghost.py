"""The courses of an earlier session, to be drawn behind those of this one."""

from __future__ import annotations

from dataclasses import replace

from innervate.engine.analysis import Curve
from innervate.report.change import Compared
from innervate.report.svg import Axis
from innervate.report.view import View, who_of_curve


def ghost(compared: Compared | None, curve: Curve, time: Axis) -> Curve | None:
    """The earlier course of the same muscle in the same unit, cut to the time that is drawn.

    It is moved so that its first repetition begins where this session's does. None where there is
    no such course, and where the two sessions cannot be compared.
    """
    if compared is None or compared.obstacles:
        return None
    found = next((one for one in compared.then.curves if _alike(one, curve)), None)
    if found is None:
        return None
    start_s = found.start_s + _first(compared.now) - _first(compared.then)
    skipped = max(0, round((time.start - start_s) / found.step_s))
    kept = round((time.stop - start_s) / found.step_s)
    values = found.values[skipped : max(kept, skipped)]
    if not any(value is not None for value in values):
        return None
    return replace(found, start_s=start_s + skipped * found.step_s, values=values)


def _alike(one: Curve, other: Curve) -> bool:
    """Whether both are of one muscle; of one channel name where no muscle is known."""
    same = who_of_curve(one)[:2] == who_of_curve(other)[:2]
    named = one.channel.muscle is not None or one.channel.name == other.channel.name
    return same and named and one.channel.unit == other.channel.unit


def _first(view: View) -> float:
    """The second in which the first repetition begins, or the start where there is none."""
    reps = view.document.repetitions
    return reps[0].start_s if reps else 0.0
