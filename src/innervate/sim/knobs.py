"""The knobs of the virtual athlete: what of its form can be turned while it runs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from innervate.core.adjustable import Knob
from innervate.core.errors import InputError, nearest
from innervate.core.units import DIMENSIONLESS
from innervate.sim.performance import Focus, Form

MILLIMETRE = "mm"
_FOCUS = "focus"
_FOCI = tuple(Focus)


@dataclass(frozen=True, slots=True)
class _Turnable:
    """A knob without its value."""

    name: str
    label: str
    low: float
    high: float
    what: str
    unit: str = DIMENSIONLESS
    step: float | None = None
    names: tuple[str, ...] = ()


_KNOBS = (
    _Turnable("skill", "Skill", 0, 1, "A skilled person uses the muscle asked for, and steadily."),
    _Turnable("effort", "Effort", 0, 2, "How hard the person works, 1 being what the task asks."),
    _Turnable("fatigue", "Fatigue", 0, 1, "How fast muscles tire, from not at all to as usual."),
    _Turnable(
        _FOCUS, "Focus", 0, len(_FOCI) - 1,
        "What the person thinks of.", step=1.0, names=("nothing", "the muscle", "the effect"),
    ),
    _Turnable(
        "cocontraction", "Co-contraction", 0, 1,
        "How much opposing and helping muscles work along.",
    ),
    _Turnable(
        "overflow", "Overflow", 0, 1, "How much the same muscle of the other side joins in.",
    ),
    _Turnable(
        "placement_mm", "Misplacement", 0, 40,
        "How far the electrodes sit from the good place, along the fibres.", MILLIMETRE,
    ),
    _Turnable(
        "side_preference", "Preferred side", -1, 1,
        "Which side works harder, from the left (-1) to the right (1).",
    ),
    _Turnable("tremor", "Tremor", 0, 1, "How much the muscles tremble, 8 to 12 times a second."),
    _Turnable(
        "unsteadiness", "Unsteadiness", 0, 0.5, "How much the drive to the muscles wanders.",
    ),
    _Turnable(
        "variability", "Variability", 0, 0.5, "How much one repetition differs from the next.",
    ),
    _Turnable("tone", "Resting tone", 0, 0.1, "How active muscles are at rest, as a part of MVC."),
    _Turnable(
        "endurance", "Endurance", 0.25, 4, "How slowly muscles tire, 1 being usual.",
    ),
)  # fmt: skip

KNOB_NAMES = tuple(knob.name for knob in _KNOBS)


def knobs_of(form: Form) -> tuple[Knob, ...]:
    """The knobs as they stand in a form."""
    return tuple(
        Knob(k.name, k.label, k.low, k.high, _value(form, k.name), k.unit, k.what, k.step, k.names)
        for k in _KNOBS
    )


def called(name: str, value: float) -> tuple[str, str]:
    """What a person calls a knob and its value; the value has no name where it is a number.

    >>> called("focus", 1), called("placement_mm", 20), called("of_others", 2)
    (('Focus', 'the muscle'), ('Misplacement', ''), ('Of others', ''))
    """
    knob = next((knob for knob in _KNOBS if knob.name == name), None)
    if knob is None:
        return name.replace("_", " ").capitalize(), ""
    at = round((value - knob.low) / (knob.step or 1.0))
    return knob.label, knob.names[at] if 0 <= at < len(knob.names) else ""


def turned(form: Form, name: str, value: float) -> Form:
    """The form with one knob turned.

    Raises `InputError` for an unknown knob and a value beyond its ends.

    >>> turned(Form(), "focus", 1).focus.value
    'internal'
    """
    knob = next((knob for knob in _KNOBS if knob.name == name), None)
    if knob is None:
        close = nearest(name, KNOB_NAMES)
        raise InputError(
            f"the virtual athlete has no knob {name!r}",
            found=None if close else ", ".join(KNOB_NAMES),
            fix=f"turn {' or '.join(close)}" if close else "turn one of these",
        )
    if not knob.low <= value <= knob.high:
        raise InputError(
            f"{name} of the virtual athlete must lie between {knob.low:g} and {knob.high:g}",
            found=f"{value:g}",
        )
    if name == _FOCUS:
        return replace(form, focus=_FOCI[round(value)])
    return replace(form, **{name: float(value)})  # type: ignore[arg-type]


def _value(form: Form, name: str) -> float:
    return float(_FOCI.index(form.focus)) if name == _FOCUS else float(getattr(form, name))
