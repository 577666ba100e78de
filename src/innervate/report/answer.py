"""The top of the page: what came out, in few plain words and numbers with their interval."""

from __future__ import annotations

from innervate.core.units import compares_muscles
from innervate.report.felt import felt_answer, only_felt
from innervate.report.markup import Markup, join, tag
from innervate.report.said import said_answer, unmeasured
from innervate.report.set_table import set_table
from innervate.report.tables import fold
from innervate.report.text import measure_scale, percent, subject_text
from innervate.report.tiles import target_name, tiles
from innervate.report.turns import mixed_sets
from innervate.report.view import MOST_SETS, View
from innervate.report.who import reading, who_worked

_ENOUGH = 3
_MIXED = (
    "Something was turned while this was done, so these numbers are of before and after together: "
    "they are apart under “What was turned”."
)


def answer(view: View) -> Markup:
    """The answer section."""
    return tag(
        "section", tag("h2", "The answer"), _body(view), _caveat(view), id="answer", class_="answer"
    )


def _body(view: View) -> Markup:
    parts = view.parts
    if only_felt(view):
        return felt_answer(view)
    if unmeasured(view):
        return said_answer(view)
    if len(parts) == 1:
        return join(*_lead(view), tiles(view), who_worked(view, view))
    if len(parts) <= MOST_SETS:
        drawn = [_set(view, part, view.title_of(part)) for part in parts]
        foot = reading() if who_worked(view, parts[0]) else None
        return join(tag("div", *drawn, class_="sets"), foot)
    last = next((one for one in reversed(parts) if _is_whole(one)), parts[-1])
    which = "the last" if last is parts[-1] else "the last whole one"
    head = f"{view.title_of(last)} ({which} of {len(parts)})"
    return join(_set(view, last, head), reading(), set_table(view))


def _is_whole(part: View) -> bool:
    """Whether a set has enough repetitions for an interval that says something."""
    return len(part.document.repetitions) >= _ENOUGH


def _set(view: View, part: View, title: str) -> Markup:
    key = f"set-{part.number}"
    return tag(
        "article",
        tag("h3", title, class_="set-title", id=key),
        *_lead(part),
        tiles(part, "h4"),
        who_worked(view, part),
        aria_labelledby=key,
    )


def _lead(view: View) -> tuple[Markup | None, ...]:
    """The answer in words, and whether it is one answer at all."""
    mixed = mixed_sets(view.document.turned, view.document.repetitions)
    note = tag("p", _MIXED) if mixed else None
    return tag("p", _words(view), class_="lead"), note


def _words(view: View) -> Markup:
    shares = view.of_set("target_share")
    reps = len(view.document.repetitions)
    over = f"Over {reps} repetitions" if reps > 1 else "In one repetition"
    if shares:
        parts = [
            join("the ", tag("b", target_name(share)), " had ", tag("b", percent(share.value)),
                 " of all recorded activity")
            for share in shares
        ]  # fmt: skip
        return join(f"{over}, ", *_listed(parts), ".")
    active = sorted(view.of_set("activation"), key=lambda one: -(one.value or 0.0))
    if active and compares_muscles(active[0].unit):
        best = active[0]
        return join(
            f"{over}, the ", tag("b", subject_text(best.subject)), " was the most active: ",
            tag("b", measure_scale(best).text(best.value)), " on average. A share of the target "
            "cannot be given; why is said below.",
        )  # fmt: skip
    if active:
        return join(
            f"{over}, each muscle was measured against a yardstick of its own, so that its "
            "course can be followed but muscles cannot be compared."
        )
    if reps:
        found = "One repetition was" if reps == 1 else f"{reps} repetitions were"
        return join(f"{found} found, but nothing could be measured in them. Why is said below.")
    return _without_repetitions(view)


def _without_repetitions(view: View) -> Markup:
    active = sorted(view.of_set("activity"), key=lambda one: -(one.value or 0.0))
    if active:
        best = active[0]
        most = "was active" if len(active) == 1 else "was the most active:"
        return join(
            "No repetition was found. ", tag("b", subject_text(best.subject)), f" {most} ",
            tag("b", measure_scale(best).text(best.value)), " of the time.",
        )  # fmt: skip
    if view.curves:
        return join("No whole repetition could be measured. What was recorded is drawn below.")
    return join("Nothing could be measured. Why is said below.")


def _listed(parts: list[Markup]) -> list[str | Markup]:
    out: list[str | Markup] = []
    for index, part in enumerate(parts):
        if index:
            out.append(" and " if index == len(parts) - 1 else ", ")
        out.append(part)
    return out


def _caveat(view: View) -> Markup | None:
    exercise = view.document.exercise
    if exercise is None or not exercise.caveat:
        return None
    rows = [
        tag("li", tag("b", f"{one.key}, {one.verdict}. "), one.truth) for one in exercise.claims
    ]
    return tag(
        "aside",
        tag("p", tag("b", "Worth knowing. "), exercise.caveat),
        fold("What research says", tag("ul", *rows)) if rows else None,
        class_="note",
        aria_label="Worth knowing about this exercise",
    )
