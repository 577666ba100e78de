"""What was turned in the session, and by how much the numbers differ after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from innervate.core.measure import Subject
from innervate.metrics._interval import FEWEST_REPS
from innervate.report.markup import Markup, join, tag
from innervate.report.tables import fold, group_row, table, value_cell
from innervate.report.text import about, clock_text, measure_scale, number, unit_text
from innervate.report.tiles import target_name
from innervate.report.turns import KnobMove, Turned, TurnEffect, counts, mixed_sets
from innervate.report.view import View
from innervate.sim.knobs import called

_MOST: Final = 6
_HEAD: Final = ("Number", "Before", "After", "Difference")
_HOW: Final = (
    "Before are the repetitions since the turn before it, after are those until the next one; a "
    "repetition during which a knob was turned counts for neither. Knobs that were turned without "
    "a whole repetition in between are taken together. Intervals are 95 %: of a mean by Student's "
    "t over its repetitions, of a difference by Welch's t, widened so that the differences of one "
    "turn hold together (Bonferroni), and ended where the number itself has an end. Repetitions "
    "are taken as independent. Of many turns some may look clear by chance. What else went on "
    "meanwhile, such as fatigue, is within the difference too."
)


def what_was_turned(view: View) -> Markup | None:
    """The section, or None where nothing was turned."""
    turned = view.document.turned
    if not turned:
        return None
    telling = [one for one in turned if any(effect.uncertainty.low is not None
                                            for effect in one.effects)]  # fmt: skip
    shown, rest = telling[-_MOST:], telling[:-_MOST]
    silent = [one for one in turned if one not in telling]
    return tag(
        "section",
        tag("h2", "What was turned"),
        _mixed(mixed_sets(turned, view.document.repetitions)),
        *(_turn(one, view) for one in shown),
        fold(f"Show {_turns(len(rest))} before these", *(_turn(one, view) for one in rest))
        if rest
        else None,
        _silent(silent),
        fold("How this is judged", tag("p", _HOW, class_="how")) if telling else None,
        id="turned",
    )


def title(one: Turned) -> str:
    """When what was turned, from where to where."""
    within = f", in set {one.set}" if one.set is not None else ""
    words: list[str] = []
    for before, move in zip((None, *one.moves), one.moves, strict=False):
        again = before is not None and before.knob == move.knob
        words.append(f"then to {_value(move, move.after)}" if again else _move(move))
    return f"At {clock_text(round(one.stop_s))}{within}: {', '.join(words)}"


def difference_text(effect: TurnEffect) -> str:
    """The difference with its interval, or nothing where it has none."""
    low, high = effect.uncertainty.low, effect.uncertainty.high
    if effect.difference is None or low is None or high is None:
        return ""
    scale = measure_scale(effect.after)
    spec = f"+{scale.spec if scale.spec != '.0f' else '.1f'}"
    value, first, last = (
        number(each / scale.factor, spec) for each in (effect.difference, low, high)
    )
    unit = " points" if scale.unit == "%" else f" {scale.unit}" if scale.unit else ""
    return f"{value}{unit} ({first} to {last})"


def clear(effect: TurnEffect) -> bool:
    """Whether the interval of the difference leaves out zero."""
    low, high = effect.uncertainty.low, effect.uncertainty.high
    return low is not None and high is not None and (low > 0 or high < 0)


def _move(one: KnobMove) -> str:
    label, _ = called(one.knob, one.after)
    before = f"from {_value(one, one.before, '')} to " if one.before is not None else "to "
    return f"{label} {before}{_value(one, one.after)}"


def _value(one: KnobMove, value: float, unit: str | None = None) -> str:
    """A value by its name, or with its unit."""
    _, name = called(one.knob, value)
    unit = unit_text(one.unit) if unit is None else unit
    return name or f"{number(value)}{' ' + unit if unit else ''}"


def _mixed(sets: Sequence[int]) -> Markup | None:
    """That the numbers of some sets are no numbers of one state."""
    if not sets:
        return None
    *most, last = map(str, sets)
    which = f"sets {', '.join(most)} and {last}" if most else f"set {last}"
    whose = "their" if most else "its"
    return tag(
        "p",
        f"Something was turned within {which}: elsewhere in this report, {whose} numbers are of "
        "before and after together.",
    )


def _turn(one: Turned, view: View) -> Markup:
    """The numbers that can be compared, by whom their sets ask for."""
    words = title(one)
    told = [effect for effect in one.effects if effect.uncertainty.low is not None]
    kinds = list(dict.fromkeys(effect.asked for effect in told))
    bodies = [
        [
            *([group_row(f"Sets that ask for {_asked(told, kind)}", len(_HEAD))]
              if len(kinds) > 1 else ()),
            *(_row(effect) for effect in told if effect.asked == kind),
        ]
        for kind in kinds
    ]  # fmt: skip
    return tag(
        "div",
        tag("h3", words),
        table(words, _answer(told), _HEAD, bodies, numbers=_HEAD[1:], class_="turned"),
        tag("p", _judged(told, view), class_="how"),
        _missing(len(one.effects) - len(told)),
        class_="turn",
    )


def _judged(told: Sequence[TurnEffect], view: View) -> str:
    """Over how many repetitions, and what is called clear."""
    before, after = zip(*(counts(one, view.document.measures) for one in told), strict=True)
    widened = f", widened for the {len(told)} numbers here," if len(told) > 1 else ""
    return (
        f"{_range(before)} repetitions before, {_range(after)} after. A difference is clear where "
        f"its 95 % interval{widened} leaves out zero."
    )


def _range(counted: Sequence[int]) -> str:
    low, high = min(counted), max(counted)
    return f"{low}" if low == high else f"{low} to {high}"


def _missing(count: int) -> Markup | None:
    """What is not in the table."""
    if not count:
        return None
    of = f"{count} more number{'' if count == 1 else 's'}"
    return tag("p", f"For {of} there are too few sound repetitions before or after.", class_="how")


def _answer(told: Sequence[TurnEffect]) -> str:
    """What differs clearly, in one sentence."""
    sure = [one for one in told if clear(one)]
    if not sure:
        return "No number differs clearly between the repetitions before and after."
    names = dict.fromkeys(
        f"{_name(one)} {'rose' if (one.difference or 0.0) > 0 else 'fell'}" for one in sure
    )
    return f"Clearly different: {'; '.join(names)}."


def _row(effect: TurnEffect) -> Markup:
    value, _, interval = difference_text(effect).partition(" (")
    sure = interval.rstrip(")") + ("" if clear(effect) else ", not clear")
    return tag(
        "tr",
        tag("th", _name(effect), scope="row"),
        value_cell(effect.before),
        value_cell(effect.after),
        tag("td", tag("span", value, class_="strong"), tag("span", sure, class_="sub"),
            class_="num"),
    )  # fmt: skip


def _name(effect: TurnEffect) -> str:
    """What a number is, and whose."""
    return f"{about(effect.after.metric).label}, {target_name(effect.after)}"


def _asked(told: Sequence[TurnEffect], kind: tuple[Subject, ...]) -> str:
    """Whom sets of a kind ask for, in words."""
    one = told[0].after
    return ", ".join(target_name(replace(one, subject=each)) for each in kind) or "nothing special"


def _silent(turned: Sequence[Turned]) -> Markup | None:
    """The turns of which nothing can be said."""
    if not turned:
        return None
    words = (
        f"Too few repetitions around {_turns(len(turned))} to say by how much: "
        f"{FEWEST_REPS} sound ones are needed before and after."
    )
    items = tag("ul", *(tag("li", title(one)) for one in turned))
    if len(turned) <= _MOST:
        return join(tag("p", words), items)
    return join(tag("p", words), fold("Show which", items))


def _turns(count: int) -> str:
    return f"{count} turn{'' if count == 1 else 's'}"
