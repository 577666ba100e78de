"""What has to be alike for two sessions to be compared, in words."""

from __future__ import annotations

from functools import lru_cache

from innervate.coach.choices import Calibrating, Feedback
from innervate.core.errors import InputError
from innervate.report.change_series import Condition
from innervate.session.setup import Setup
from innervate.store.values import SessionValue, ValueOf

_REFERENCE = {
    Calibrating.MAXIMAL: "maximal reference",
    Calibrating.SUBMAXIMAL: "reference by usual effort",
    Calibrating.NONE: "no reference",
    Calibrating.CARRIED: "reference carried over",
}


class Montages:
    """Short names for the sets of sensors, told apart where two have one short name."""

    def __init__(self) -> None:
        self._named: dict[tuple[ValueOf, str], str] = {}

    def name(self, of: ValueOf, reference: str) -> str:
        """Its name: "left biceps brachii beside 3 others, maximal reference"."""
        if (of, reference) not in self._named:
            short = ", ".join(part for part in (_short(of), reference) if part)
            alike = sum(
                name == short or name.startswith(f"{short} (") for name in self._named.values()
            )
            self._named[of, reference] = f"{short} (set {alike + 1})" if alike else short
        return self._named[of, reference]


def condition_of(value: SessionValue, montages: Montages) -> Condition:
    """The condition of a measured session."""
    load, variant, reference, _ = told_by(value.setup)
    return Condition(value.exercise, load, variant, montages.name(value.of, reference))


def without_feedback(value: SessionValue) -> bool:
    """Whether nothing was shown or sounded while the person worked."""
    return told_by(value.setup)[3]


@lru_cache(maxsize=4096)
def told_by(setup: str) -> tuple[str, str, str, bool]:
    """Load, variant and reference in words, and whether there was no feedback."""
    try:
        made = Setup.from_json(setup)
    except InputError:
        return "", "", "", False
    guided = made.guided
    load = f"{made.load_kg:g} kg" if made.load_kg else ""
    if guided is not None and guided.load_percent is not None and not load:
        load = f"{guided.load_percent:g} % of the 1RM"
    silent = made.feedback is Feedback.OFF or (guided is not None and guided.feedback_percent == 0)
    reference = "" if made.silent else _REFERENCE[made.calibration]
    return load, guided.variant if guided else "", reference, silent


def _short(of: ValueOf) -> str:
    if of.other is None:
        return _muscle(of.channel or of.muscle or "", of.side)
    targets, _, others = of.other.partition(" | ")
    count = len(others.split(", ")) if others else 0
    beside = f" beside {count} other{'' if count == 1 else 's'}" if count else ""
    return " and ".join(_muscle(*one.split(":", 1)) for one in targets.split(", ")) + beside


def _muscle(key: str, side: str | None = None) -> str:
    name = key.replace("_", " ")
    return f"{side} {name}" if side and name else name
