"""The ruler above the courses: sets, repetitions, and what was learned from where."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from innervate.engine.analysis import Repetition
from innervate.report.markup import Markup, tag
from innervate.report.svg import Axis
from innervate.report.view import View

_LINE = 18.0
_PHONE, _DESK = 320.0, 720.0
"""How many pixels the time axis has at the least."""
_LABEL, _NUMBER, _SET = 40.0, 10.0, 15.0
"""How many pixels the words "Set 1", a repetition's and a set's number take."""


def ruler(view: View, time: Axis) -> Markup | None:
    """One line of repetitions, below one of sets where there are several."""
    reps, learned = view.document.repetitions, learned_from(view)
    if not reps and not learned:
        return None
    several = len(view.parts) > 1
    y = 12 + (_LINE if several else 0.0)
    marks = [mark for part in view.parts for mark in _numbers(part.document.repetitions, time, y)]
    if several:
        marks += _sets(view, time)
    marks += [
        tag("line", x1=time.across(first), x2=time.across(last), y1=y, y2=y, class_="learned")
        for first, last in learned
    ]
    height = f"{_LINE * (2 if several else 1):g}"
    strip = tag("svg", *marks, width="100%", height=height, aria_hidden="true")
    words = ["set"] * several + ["repetition"] * bool(reps) + ["learned from"] * bool(learned)
    return tag("div", tag("div", " · ".join(words), class_="trace-name faint"), strip,
               class_="trace")  # fmt: skip


def between_sets(view: View, time: Axis, height: float) -> Iterable[Markup]:
    """A line between each set and the next."""
    for one, other in pairwise(view.parts):
        before, after = one.document.repetitions, other.document.repetitions
        if before and after:
            x = time.across((before[-1].stop_s + after[0].start_s) / 2)
            yield tag("line", x1=x, x2=x, y1="0", y2=height, class_="between")


def learned_from(view: View) -> list[tuple[float, float]]:
    """The stretches of this recording that fits were learned from, if they are not most of it."""
    made = view.document.provenance
    spans = {
        (one.start_s, one.stop_s)
        for fit in made.fits
        for one in fit.intervals
        if one.recording in ("", made.source.name)
        and one.stop_s - one.start_s < 0.5 * view.document.duration_s
    }
    return sorted(spans)


def _numbers(reps: tuple[Repetition, ...], time: Axis, y: float) -> list[Markup]:
    """As many numbers as there is room for; some of them on a desk only."""
    if not reps:
        return []
    middles = [time.part((one.start_s + one.stop_s) / 2) for one in reps]
    closest = min((b - a for a, b in pairwise(middles)), default=1.0)
    digits = _NUMBER * len(str(reps[-1].number))
    drawn = []
    for index, (one, middle) in enumerate(zip(reps, middles, strict=True)):
        if index % _every(closest * _DESK, digits):
            continue
        roomy = index % _every(closest * _PHONE, digits)
        drawn.append(
            tag("text", str(one.number), x=f"{100 * middle:.2f}%", y=y, text_anchor="middle",
                class_="tick-label roomy" if roomy else "tick-label")
        )  # fmt: skip
    return drawn


def _every(apart: float, wanted: float) -> int:
    """Of marks this far apart, every how many-eth can be labelled."""
    return next((step for step in (1, 2, 5, 10, 20, 50, 100) if step * apart >= wanted), 1000)


def _sets(view: View, time: Axis) -> list[Markup]:
    """A bracket over the repetitions of each set, and its number."""
    drawn = []
    for part in view.parts:
        reps = part.document.repetitions
        if not reps:
            continue
        first, last = reps[0].start_s, reps[-1].stop_s
        width = time.part(last) - time.part(first)
        middle = time.across((first + last) / 2)
        drawn.append(
            tag("line", x1=time.across(first), x2=time.across(last), y1="16", y2="16",
                class_="bracket")
        )  # fmt: skip
        for words, kind in _set_names(part, width):
            drawn.append(
                tag("text", words, x=middle, y="11", text_anchor="middle",
                    class_=f"tick-label strong{kind}")
            )  # fmt: skip
    return drawn


def _set_names(part: View, width: float) -> list[tuple[str, str]]:
    """What fits over a set that takes this part of the width, on a phone and on a desk."""
    long, short = f"Set {part.number}", str(part.number)
    if width * _PHONE >= _LABEL:
        return [(long, "")]
    if width * _DESK >= _LABEL:
        names = [(long, " roomy"), (short, " tight")]
        return names if width * _PHONE >= _SET else names[:1]
    return [(short, " roomy")] if width * _DESK >= _SET else []
